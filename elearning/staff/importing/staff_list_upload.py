"""Upload of lists: the file is stored, its columns are mapped, and the worker compares it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.db import transaction

from elearning.accounts.models import User
from elearning.audit import audit_log
from elearning.staff.importing import staff_list_files
from elearning.staff.importing.column_mapping import (
    check_columns,
    compute_heading_digest,
    detect_header,
    list_missing_fields,
)
from elearning.staff.importing.errors import StaffListError
from elearning.staff.importing.folded_words import fold_words
from elearning.staff.importing.models import ColumnMapping, StaffList
from elearning.staff.importing.table_reader import read_table_rows
from elearning.staff.models import Establishment
from elearning.table_locks import lock_table

_State = StaffList.State
_NAME_ROOM = 255


def create_staff_list(
    content: bytes,
    name: str,
    *,
    on: date,
    establishment: Establishment | None,
    is_complete: bool,
    by: User | None,
    once: bool = False,
) -> StaffList:
    """Store a file as a new list, to be compared by the worker, and return it.

    Raises ``StaffListError`` for a file that is not a list, and for one with the same
    content that is in progress or, with ``once``, was ever taken.
    """
    header = detect_header(read_table_rows(content))
    digest = staff_list_files.compute_file_digest(content)
    columns = header.columns
    if list_missing_fields(columns):
        columns = _told_before(header.texts, by) or columns
    with reserve_file_digest(digest, once=once):
        staff_list = StaffList.objects.create(
            name=name[-_NAME_ROOM:],
            sha256=digest,
            on=on,
            establishment=establishment,
            is_complete=is_complete,
            header_row=header.row,
            header=header.texts,
            columns=columns,
            uploaded_by=by,
        )
        audit_log.record_action(
            "staff.import_uploaded", by=by, on=staff_list, sha256=digest
        )
        staff_list_files.store_list_file(staff_list, content)
    return staff_list


@contextmanager
def reserve_file_digest(digest: str, *, once: bool) -> Iterator[None]:
    """Block other lists until this one is stored; ``StaffListError`` if it exists already."""
    with transaction.atomic():
        lock_table(StaffList)
        same = StaffList.objects.filter(sha256=digest)
        if (same if once else same.unfinished()).exists():
            raise StaffListError("same_file")
        yield


def set_column_mapping(
    staff_list: StaffList, columns: dict[str, int], *, by: User
) -> None:
    """Set the fields of a list’s columns; later lists of its source use them too.

    For a list of somebody else the mapping applies only once. The list is compared
    again. Raises ``StaffListError`` if a required column is missing or one is used
    twice, and for a list that was confirmed or is finished.
    """
    check_columns(columns)
    with transaction.atomic():
        waiting = StaffList.objects.filter(
            pk=staff_list.pk,
            state__in=(_State.UPLOADED, _State.COMPARED, _State.FAILED),
        )
        if not waiting.update(
            columns=columns, state=_State.UPLOADED, progress=0, attempts=0, trouble={}
        ):
            raise StaffListError("over")
        headings = {
            field: fold_words(staff_list.header[at]) for field, at in columns.items()
        }
        if staff_list.uploaded_by_id in {None, by.pk}:
            ColumnMapping.objects.update_or_create(
                digest=compute_heading_digest(staff_list.header),
                source=staff_list.uploaded_by,
                defaults={"columns": headings, "by": by},
            )
        audit_log.record_action(
            "staff.import_columns_told", by=by, on=staff_list, columns=headings
        )


def _told_before(texts: list[str], source: User | None) -> dict[str, int]:
    """Return the columns mapped earlier for the same headings and source, or nothing."""
    same = ColumnMapping.objects.filter(
        digest=compute_heading_digest(texts), source=source
    )
    told = same.first()
    if told is None:
        return {}
    places = {
        fold_words(text): place for place, text in reversed(list(enumerate(texts)))
    }
    return {name: places[heading] for name, heading in told.columns.items()}
