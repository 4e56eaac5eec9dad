"""Files of reports, in a storage of their own that no page serves."""

import hashlib
from typing import IO

from django.core.files import File
from django.core.files.storage import Storage, storages

from courses.reporting.models import ReportRun

#: The storage in the settings: by default a folder in VAR_DIR.
ALIAS = "reports"


def store_file(run: ReportRun, file: IO[bytes]) -> None:
    """Store ``file`` as that of ``run``, replacing any older one."""
    delete_file(run)
    file.seek(0)
    _storage().save(run.stored_name, File(file))


def open_file(run: ReportRun) -> File[bytes]:
    """Return the file of ``run``, open. Raises ``OSError`` if there is none."""
    return _storage().open(run.stored_name, "rb")


def delete_file(run: ReportRun) -> None:
    """Delete the file of ``run``, if there is one."""
    _storage().delete(run.stored_name)


def hash_file(file: IO[bytes]) -> str:
    """Return the SHA-256 of an open file, in hex."""
    file.seek(0)
    return hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]


def _storage() -> Storage:
    return storages[ALIAS]
