"""Notices of erasure requests to the personnel office."""

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from courses.retention.models import PrivacyRequest
from elearning.accounts.models import User
from elearning.accounts.roles import Role
from elearning.notices.notice_texts import NoticeText
from elearning.notices.notifications import notify_users
from elearning.staff.models import Establishment, Remit, StaffMember, in_force

KIND = "privacy-asked"


def notify_personnel_office(request: PrivacyRequest, *, on: date, at: datetime) -> int:
    """Notify the officers who decide about ``request``; return their number."""
    return notify_users(
        list_personnel_officers(request.learner, on),
        KIND,
        str(request.key),
        url=f"/desk/privacy/{request.key}/",
        at=at,
    )


def list_personnel_officers(learner: StaffMember, on: date) -> Any:
    """Return the personnel officers where ``learner`` serves, never the learner themselves.

    They are those of the ministry if the establishment has none.
    """
    step = Establishment.steplen
    places = learner.appointments.filter(in_force(on))
    above = {
        path[:end]
        for path in places.values_list("establishment__path", flat=True)
        for end in range(step, len(path) + 1, step)
    }
    for role in (Role.FACILITY_HR, Role.MINISTRY_HR):
        remits = Remit.objects.filter(
            in_force(on), role=role, establishment__path__in=above
        )
        office = User.objects.filter(
            pk__in=remits.values("user"), is_active=True, groups__name=role
        ).exclude(staff_member=learner)
        if office.exists():
            break
    return office


def render_erasure_requested_notice(context: dict[str, Any]) -> NoticeText:
    """Return the notice for the personnel office, which names nobody."""
    return NoticeText(
        _("A request for erasure waits for your decision"),
        _("Someone in your part of the service has made the request."),
    )
