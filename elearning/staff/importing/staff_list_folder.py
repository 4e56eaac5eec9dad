"""Lists that the personnel system leaves in a folder, each taken once."""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from elearning.audit import audit_log
from elearning.staff.importing import staff_list_files
from elearning.staff.importing.errors import StaffListError
from elearning.staff.importing.models import Finding, StaffList
from elearning.staff.importing.staff_list_confirmation import confirm_staff_list
from elearning.staff.importing.staff_list_upload import (
    create_staff_list,
    reserve_file_digest,
)
from elearning.staff.importing.table_reader import LARGEST

logger = logging.getLogger("elearning.staff.importing")

_State = StaffList.State
_ENDINGS = {".csv", ".txt", ".xlsx"}
#: A file unchanged for so long is complete.
_QUIET = timedelta(minutes=1)
_MOST_NAME = 255
#: The error of a list that another process has taken at the same moment.
_SAME = "same_file"
#: Files this process has seen, by path, size and time, so that they are read once.
_looked_at: set[tuple[str, int, int]] = set()


def collect_new_files(at: datetime) -> int:
    """Take the new files of the folder in the settings; return their number.

    A file with the same content is taken once, whatever its name. A file that is not a
    list is stored as refused, so that the personnel office can read why.
    """
    if not settings.STAFF_LISTS_FOLDER:
        return 0
    found = list(_whole_files(Path(settings.STAFF_LISTS_FOLDER), at))
    return sum(_take(path, content) for path, content in found)


def confirm_safe_lists(at: datetime) -> int:
    """Confirm lists of the folder, if the settings allow it; return their number.

    Lists with an error or a mass departure wait for a person. A list without changes is
    closed.
    """
    waiting = StaffList.objects.filter(uploaded_by=None, state=_State.COMPARED)
    done = 0
    for staff_list in waiting:
        if staff_list.counts[Finding.Kind.ERROR]:
            continue
        if not staff_list.changing:
            done += _close(staff_list, at)
        elif settings.STAFF_LISTS_APPLY and not staff_list.is_mass_departure:
            confirm_staff_list(staff_list, by=None)
            done += 1
    return done


def forget_seen_files() -> None:
    """Forget the seen files, so that all are read again, as by a new process."""
    _looked_at.clear()


def _whole_files(folder: Path, at: datetime) -> Iterator[tuple[Path, bytes]]:
    """Yield complete files with their content."""
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() not in _ENDINGS or path.name.startswith((".", "~")):
            continue
        if path.is_symlink() or not path.is_file():
            continue
        before = path.stat()
        mark = (str(path), before.st_size, before.st_mtime_ns)
        if mark in _looked_at or at.timestamp() - before.st_mtime < _QUIET.seconds:
            continue
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
        if (path.stat().st_size, path.stat().st_mtime_ns) == mark[1:]:
            _looked_at.add(mark)
            yield path, content


def _take(path: Path, content: bytes) -> bool:
    """Take a file, unless one with the same content exists or is being taken."""
    digest = staff_list_files.compute_file_digest(content)
    if StaffList.objects.filter(sha256=digest).exists():
        return False
    try:
        _hand_in(path.name, content, digest)
    except StaffListError as error:
        if error.code != _SAME:
            raise
        return False
    return True


def _hand_in(name: str, content: bytes, digest: str) -> None:
    """Submit a file, or store it as refused; ``StaffListError`` if it exists already."""
    try:
        create_staff_list(
            content,
            name,
            on=timezone.localdate(),
            establishment=None,
            is_complete=settings.STAFF_LISTS_COMPLETE,
            by=None,
            once=True,
        )
    except StaffListError as error:
        if error.code == _SAME:
            raise
        _refuse(name, digest, error)
    except Exception:
        logger.exception("A file of the folder cannot be read")
        _refuse(name, digest, StaffListError("damaged"))


def _refuse(name: str, digest: str, error: StaffListError) -> None:
    with reserve_file_digest(digest, once=True):
        refused = StaffList.objects.create(
            name=name[-_MOST_NAME:],
            sha256=digest,
            on=timezone.localdate(),
            state=_State.FAILED,
            trouble={"code": error.code, "parameters": error.parameters},
            finished_at=timezone.now(),
        )
        audit_log.record_action(
            "staff.import_refused", by=None, on=refused, cause=error.code
        )
    logger.warning("The staff list %s was refused: %s", refused.pk, error.code)


def _close(staff_list: StaffList, at: datetime) -> int:
    """Close a list without changes."""
    with transaction.atomic():
        same = StaffList.objects.filter(pk=staff_list.pk, state=_State.COMPARED)
        closed = same.update(state=_State.APPLIED, finished_at=at)
        if closed:
            audit_log.record_action("staff.import_applied", by=None, on=staff_list)
    return closed
