"""Status of a staff list: its state, its facts, the tabs of its findings."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from elearning.accounts.models import User
from elearning.staff.importing.models import Finding, StaffList

_LOOKS = {
    StaffList.State.UPLOADED: "in-progress",
    StaffList.State.COMPARED: "in-review",
    StaffList.State.CONFIRMED: "in-progress",
    StaffList.State.APPLYING: "in-progress",
    StaffList.State.APPLIED: "completed",
    StaffList.State.CANCELLED: "not-required",
    StaffList.State.FAILED: "missing",
}


def list_visible_staff_lists(user: User) -> QuerySet[StaffList]:
    """Return the lists that ``user`` may see, newest first."""
    seen = StaffList.objects.visible_to(user)
    return seen.select_related("establishment", "uploaded_by", "confirmed_by")


def describe_list_state(staff_list: StaffList) -> dict[str, str]:
    """Return the look and the words for the state of a list."""
    if staff_list.waits_for_columns:
        return {"look": "in-review", "words": _("Waiting: say which column is which")}
    if staff_list.state == StaffList.State.COMPARED and not staff_list.changing:
        return {"look": "not-required", "words": _("Changes nothing")}
    return {
        "look": _LOOKS[StaffList.State(staff_list.state)],
        "words": staff_list.get_state_display(),
    }


def format_list_scope(staff_list: StaffList) -> str:
    """Return the part of the service that a list covers, in words."""
    place = staff_list.establishment
    return place.title if place else _("The whole service")


def list_staff_list_facts(staff_list: StaffList) -> list[tuple[str, str]]:
    """Return the facts of a list as terms and values."""
    facts = [
        (_("As of"), date_format(staff_list.on)),
        (_("Part of the service"), format_list_scope(staff_list)),
        (
            _("Who is on the list"),
            _("Everyone: anyone missing has left")
            if staff_list.is_complete
            else _("Some people"),
        ),
        (_("Uploaded"), _by(staff_list.uploaded_at, staff_list.uploaded_by)),
    ]
    if staff_list.confirmed_at and staff_list.confirmed_by:
        who = staff_list.confirmed_by
        facts.append((_("Confirmed"), _by(staff_list.confirmed_at, who)))
    return facts


def build_finding_tabs(staff_list: StaffList) -> list[dict[str, Any]]:
    """Return a tab for each kind of finding, with the number of findings."""
    counts = staff_list.counts
    return [
        {"kind": kind, "label": kind.label, "count": counts.get(kind, 0)}
        for kind in Finding.Kind
    ]


def get_first_finding_kind(staff_list: StaffList) -> Finding.Kind:
    """Return the kind to show first: errors, else the first kind with findings."""
    counts = staff_list.counts
    return next((kind for kind in Finding.Kind if counts.get(kind)), Finding.Kind.NEW)


def _by(moment: datetime, user: User | None) -> str:
    at = date_format(timezone.localtime(moment), "SHORT_DATETIME_FORMAT")
    return f"{at}, {user.staff_number if user else _('the platform')}"
