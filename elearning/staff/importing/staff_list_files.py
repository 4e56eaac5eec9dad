"""Files of staff lists, in a storage of their own that no page serves."""

import hashlib
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import islice

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.utils.formats import date_format

from elearning.staff.importing.errors import StaffListError
from elearning.staff.importing.models import Finding, StaffList
from elearning.staff.importing.table_reader import read_table_rows
from elearning.staff.importing.table_rows import TableRow, Value

#: The storage in settings: by default a folder in VAR_DIR.
ALIAS = "staff_lists"
#: The number of rows in a preview, and the number of characters per cell.
_FIRST = 3
_SHOWN = 40
_KEPT = timedelta(days=30)


def store_list_file(staff_list: StaffList, content: bytes) -> None:
    """Store ``content`` as the file of ``staff_list``."""
    _storage().save(_name(staff_list), ContentFile(content))


def read_list_rows(staff_list: StaffList) -> Iterator[TableRow]:
    """Yield the rows of the file; ``StaffListError`` if it is lost or cannot be read."""
    try:
        with _storage().open(_name(staff_list), "rb") as file:
            content: bytes = file.read()
    except OSError as error:
        raise StaffListError("lost_file") from error
    if compute_file_digest(content) != staff_list.sha256:
        raise StaffListError("lost_file")
    yield from read_table_rows(content)


def read_preview_rows(staff_list: StaffList) -> list[list[str]]:
    """Return the texts of the first rows below the headings, as a preview.

    Empty if the file is lost or cannot be read.
    """
    try:
        below = (
            row
            for row in read_list_rows(staff_list)
            if row.number > staff_list.header_row and not row.is_empty
        )
        return [[_text(cell) for cell in row.cells] for row in islice(below, _FIRST)]
    except StaffListError:
        return []


def remove_old_list_files(at: datetime) -> int:
    """Delete the files of lists finished over a month ago; return their number.

    The findings of an applied list stay as its log; those of others are deleted too.
    """
    old = StaffList.objects.filter(finished_at__lte=at - _KEPT)
    removed = sum(map(_remove_list_file, old))
    unused = old.exclude(state=StaffList.State.APPLIED)
    Finding.objects.filter(staff_list__in=unused).delete()
    return removed


def compute_file_digest(content: bytes) -> str:
    """Return the SHA-256 of ``content`` in hex."""
    return hashlib.sha256(content).hexdigest()


def _remove_list_file(staff_list: StaffList) -> bool:
    """Delete the file, and tell whether there was one."""
    name = _name(staff_list)
    there = _storage().exists(name)
    _storage().delete(name)
    return there


def _text(cell: Value) -> str:
    if isinstance(cell, date):
        return date_format(cell, "SHORT_DATE_FORMAT")
    return cell[:_SHOWN] if isinstance(cell, str) else ""


def _name(staff_list: StaffList) -> str:
    return f"{staff_list.key}.list"


def _storage() -> Storage:
    return storages[ALIAS]
