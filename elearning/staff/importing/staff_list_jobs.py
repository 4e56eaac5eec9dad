"""Worker jobs that compare waiting lists and apply confirmed ones.

Due lists are found by their states, so a kill loses nothing: a comparison starts again,
and an interrupted application has changed nothing. A list that repeatedly fails or
kills the worker is refused, so that it does not delay others.
"""

import logging
from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.db.models import F

from elearning.audit import audit_log
from elearning.staff.importing import plan_writer
from elearning.staff.importing.change_plan import ChangePlan
from elearning.staff.importing.errors import StaffListError
from elearning.staff.importing.models import Finding, StaffList
from elearning.staff.importing.staff_list_comparison import (
    compare_staff_list,
    read_staff_list,
)

logger = logging.getLogger("elearning.staff.importing")

_State = StaffList.State
_AT_ONCE = 1000
#: The maximum number of attempts at one step of a list.
MOST_ATTEMPTS = 5


def compare_waiting_lists(at: datetime) -> int:
    """Compare the waiting lists; return their number."""
    waiting = StaffList.objects.filter(state=_State.UPLOADED).order_by("pk")
    found = [one for one in waiting if not one.waits_for_columns]
    return sum(_try(compare_waiting_list, staff_list, at) for staff_list in found)


def compare_waiting_list(staff_list: StaffList, at: datetime) -> bool:
    """Compare ``staff_list`` with the present data, and store the findings."""
    try:
        said = read_staff_list(staff_list, _progress_of(staff_list, _State.UPLOADED))
        plan = compare_staff_list(said, staff_list)
    except StaffListError as error:
        _fail(staff_list, error, at)
    except plan_writer.ListClosedError:
        logger.info("The staff list %s was called off", staff_list.pk)
    else:
        _keep(plan, staff_list)
    return True


def apply_confirmed_lists(at: datetime) -> int:
    """Apply the confirmed lists, one after another; return their number."""
    wanted = (_State.CONFIRMED, _State.APPLYING)
    waiting = StaffList.objects.filter(state__in=wanted).order_by("confirmed_at", "pk")
    found = list(waiting.select_related("establishment", "confirmed_by"))
    return sum(_try(apply_confirmed_list, staff_list, at) for staff_list in found)


def apply_confirmed_list(staff_list: StaffList, at: datetime) -> bool:
    """Apply ``staff_list``; tell whether it was done.

    If the data have changed since the confirmation, it is compared again and needs
    another confirmation.
    """
    wanted = StaffList.objects.filter(
        pk=staff_list.pk, state__in=(_State.CONFIRMED, _State.APPLYING)
    )
    if not wanted.update(state=_State.APPLYING, progress=0):
        return False
    progress = _progress_of(staff_list, _State.APPLYING)
    try:
        plan_writer.apply_staff_list(staff_list, at, progress)
    except plan_writer.ListClosedError:
        logger.info("The staff list %s was called off", staff_list.pk)
        return False
    except plan_writer.PlanOutdatedError:
        _compare_again(staff_list)
        return False
    except StaffListError as error:
        _fail(staff_list, error, at)
        return False
    return True


def _try(
    step: Callable[[StaffList, datetime], bool], staff_list: StaffList, at: datetime
) -> bool:
    """Run ``step`` and tell whether it was done; refuse a list after too many attempts.

    An attempt is counted before it starts, so one that ends the process counts as well.
    """
    if staff_list.attempts >= MOST_ATTEMPTS:
        _fail(staff_list, StaffListError("gave_up", most=MOST_ATTEMPTS), at)
        return False
    mine = StaffList.objects.unfinished().filter(pk=staff_list.pk)
    mine.update(attempts=F("attempts") + 1)
    try:
        return step(staff_list, at)
    except Exception:
        logger.exception("The staff list %s stopped half way", staff_list.pk)
        return False


def _progress_of(staff_list: StaffList, state: str) -> Callable[[int], None]:
    """Return a callback that counts rows being read, until the list is cancelled."""

    def note(rows: int) -> None:
        if rows % _AT_ONCE:
            return
        mine = StaffList.objects.filter(pk=staff_list.pk, state=state)
        if not mine.update(progress=rows):
            raise plan_writer.ListClosedError

    return note


def _keep(plan: ChangePlan, staff_list: StaffList) -> None:
    """Store the findings in place of earlier ones, unless the list was cancelled."""
    with transaction.atomic():
        locked = StaffList.objects.select_for_update().filter(pk=staff_list.pk)
        if not locked.filter(state=_State.UPLOADED).exists():
            return
        staff_list.findings.all().delete()
        Finding.objects.bulk_create(plan.findings(staff_list), batch_size=_AT_ONCE)
        locked.update(
            state=_State.COMPARED,
            counts=plan.counts,
            digest=plan.digest,
            progress=plan.rows,
            attempts=0,
        )
        audit_log.record_action(
            "staff.import_compared", by=None, on=staff_list, **plan.counts
        )


def _fail(staff_list: StaffList, error: StaffListError, at: datetime) -> None:
    """Record why a list cannot be read; it changes nothing."""
    trouble = {"code": error.code, "parameters": error.parameters}
    with transaction.atomic():
        found = StaffList.objects.unfinished().filter(pk=staff_list.pk)
        if found.update(state=_State.FAILED, trouble=trouble, finished_at=at):
            audit_log.record_action(
                "staff.import_refused", by=None, on=staff_list, cause=error.code
            )


def _compare_again(staff_list: StaffList) -> None:
    with transaction.atomic():
        found = StaffList.objects.filter(pk=staff_list.pk, state=_State.APPLYING)
        if found.update(
            state=_State.UPLOADED,
            is_moved=True,
            progress=0,
            attempts=0,
            confirmed_by=None,
        ):
            audit_log.record_action("staff.import_moved", by=None, on=staff_list)
