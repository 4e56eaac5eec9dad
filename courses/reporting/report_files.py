"""Files of reports, in a storage that no page serves, and in the folder for reports."""

import hashlib
import os
import shutil
from pathlib import Path
from typing import IO

from django.conf import settings
from django.core.files import File
from django.core.files.storage import Storage, storages
from django.utils.translation import gettext as _

from courses.reporting.errors import ReportError
from courses.reporting.models import ReportRun, SavedReport

#: The storage in the settings: by default a folder in VAR_DIR.
ALIAS = "reports"
_MODE, _FOLDER_MODE = 0o640, 0o750


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


def is_for_folder(run: ReportRun) -> bool:
    """Return whether ``run`` was made by a schedule that delivers to the folder."""
    if run.report is None or run.due_on is None:
        return False
    return run.report.way == SavedReport.Way.FOLDER


def deliver_report(run: ReportRun, file: IO[bytes]) -> Path:
    """Write ``file`` into the folder of the report, under a name without names of people.

    The file appears whole or not at all. Raises ``ReportError`` if no folder is set up,
    and ``OSError`` if it cannot be written.
    """
    if not settings.REPORTS_FOLDER:
        raise ReportError(
            _("There is no folder for reports any more. Choose a link instead.")
        )
    folder = Path(settings.REPORTS_FOLDER) / f"report-{run.report_id}"
    if not folder.exists():
        folder.mkdir(parents=True)
        folder.chmod(_FOLDER_MODE)
    path = folder / run.name
    draft = path.with_name(f".{path.name}.part")
    file.seek(0)
    with draft.open("wb") as copy:
        shutil.copyfileobj(file, copy)
        os.fsync(copy.fileno())
    draft.chmod(_MODE)
    draft.replace(path)
    return path


def _storage() -> Storage:
    return storages[ALIAS]
