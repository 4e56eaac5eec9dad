"""The files of staff lists, in a storage of their own that no page serves."""

import hashlib
from collections.abc import Iterator

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages

from elearning.staff.importing.errors import ListError
from elearning.staff.importing.models import StaffList
from elearning.staff.importing.reading import read
from elearning.staff.importing.rows import Row

#: The storage in settings: a folder in VAR_DIR, or whatever an installation puts there.
ALIAS = "staff_lists"


def keep(staff_list: StaffList, content: bytes) -> None:
    """Keep ``content`` as the file of ``staff_list``."""
    _storage().save(_name(staff_list), ContentFile(content))


def rows_of(staff_list: StaffList) -> Iterator[Row]:
    """Yield the rows of the file; ``ListError`` where it is lost or cannot be read."""
    try:
        with _storage().open(_name(staff_list), "rb") as file:
            content: bytes = file.read()
    except OSError as error:
        raise ListError("lost_file") from error
    if digest_of(content) != staff_list.sha256:
        raise ListError("lost_file")
    yield from read(content)


def remove(staff_list: StaffList) -> bool:
    """Take the file away, and tell whether there was one."""
    name = _name(staff_list)
    there = _storage().exists(name)
    _storage().delete(name)
    return there


def digest_of(content: bytes) -> str:
    """Return the SHA-256 of ``content``, as hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def _name(staff_list: StaffList) -> str:
    return f"{staff_list.key}.list"


def _storage() -> Storage:
    return storages[ALIAS]
