"""Confirmation and cancellation of compared lists."""

from django.db import transaction
from django.utils import timezone

from elearning.accounts.models import User
from elearning.audit import audit_log
from elearning.staff.importing.change_plan import has_name
from elearning.staff.importing.errors import StaffListError
from elearning.staff.importing.import_remit import get_import_remit
from elearning.staff.importing.models import CHANGES, OPEN, Finding, StaffList

_State = StaffList.State


def confirm_staff_list(
    staff_list: StaffList,
    *,
    by: User | None,
    leaving: int | None = None,
    accepts_errors: bool = False,
) -> None:
    """Have the worker apply ``staff_list`` as it was compared.

    ``leaving`` is the typed number of people who leave, required for mass departures;
    ``accepts_errors`` tells that people with errors stay unchanged. Raises
    ``StaffListError``. Safe to repeat.
    """
    if staff_list.state in {_State.CONFIRMED, _State.APPLYING}:
        return
    if staff_list.state != _State.COMPARED:
        raise StaffListError("over" if staff_list.state not in OPEN else "not_compared")
    _demand_right(staff_list, by)
    _demand_sense(staff_list, leaving, accepts_errors=accepts_errors)
    with transaction.atomic():
        waiting = StaffList.objects.filter(
            pk=staff_list.pk, state=_State.COMPARED, digest=staff_list.digest
        )
        confirmed = waiting.update(
            state=_State.CONFIRMED, confirmed_by=by, confirmed_at=timezone.now()
        )
        if not confirmed:
            raise StaffListError("not_compared")
        audit_log.record_action(
            "staff.import_confirmed",
            by=by,
            on=staff_list,
            leaving=staff_list.leaving,
            digest=staff_list.digest,
        )
    staff_list.refresh_from_db()


def cancel_staff_list(staff_list: StaffList, *, by: User) -> None:
    """Cancel ``staff_list``; an application in progress is rolled back.

    Raises ``StaffListError`` for a finished list.
    """
    with transaction.atomic():
        found = StaffList.objects.filter(pk=staff_list.pk, state__in=OPEN)
        if not found.update(state=_State.CANCELLED, finished_at=timezone.now()):
            raise StaffListError("over")
        audit_log.record_action("staff.import_cancelled", by=by, on=staff_list)
    staff_list.refresh_from_db()


def _demand_right(staff_list: StaffList, by: User | None) -> None:
    """Raise ``StaffListError`` if the list does more than ``by`` may do."""
    reach, wanted = (
        get_import_remit(staff_list, who) for who in (by, staff_list.uploaded_by)
    )
    if not all(reach.covers(top) for top in wanted.tops):
        raise StaffListError("larger_remit")
    if by is None:
        return
    mine = staff_list.findings.filter(kind__in=CHANGES, person__user=by)
    if any(has_name(one.facts.get("fields", {})) for one in mine):
        raise StaffListError("own_name_listed")


def _demand_sense(
    staff_list: StaffList, leaving: int | None, *, accepts_errors: bool
) -> None:
    counts = staff_list.counts
    if staff_list.is_complete and counts["nameless"]:
        raise StaffListError("nameless")
    if not staff_list.changing:
        raise StaffListError("nothing")
    if counts[Finding.Kind.ERROR] and not accepts_errors:
        raise StaffListError("errors_unaccepted")
    if staff_list.is_mass_departure and leaving != staff_list.leaving:
        raise StaffListError("wrong_number", left=staff_list.leaving)
