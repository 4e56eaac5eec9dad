"""Notices of erasure requests to the personnel office."""

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from courses.retention.models import PrivacyRequest
from elearning.notices.notice_texts import NoticeText
from elearning.notices.notifications import notify_users
from elearning.staff.personnel_officers import list_personnel_officers

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


def render_erasure_requested_notice(context: dict[str, Any]) -> NoticeText:
    """Return the notice for the personnel office, which names nobody."""
    return NoticeText(
        _("A request for erasure waits for your decision"),
        _("Someone in your part of the service has made the request."),
    )
