"""Notices about exemptions that need a second officer."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from courses.compliance.models import Exemption
from elearning.notices.notice_texts import NoticeText
from elearning.notices.notifications import notify_user, notify_users
from elearning.staff.personnel_officers import list_personnel_officers

DECIDED_KIND, LIMITED_KIND = "exemption-decided", "exemption-limited"


def notify_granter(exemption: Exemption, *, is_confirmed: bool, at: datetime) -> None:
    """Notify the granting officer of the second officer’s decision."""
    facts = _build_facts(exemption, is_confirmed=is_confirmed)
    _notify_granter(exemption, DECIDED_KIND, facts, at)


def notify_of_limit(exemption: Exemption, *, at: datetime) -> None:
    """Notify the granting officer and the other personnel officers that it is waiting."""
    facts = _build_facts(exemption)
    _notify_granter(exemption, LIMITED_KIND, facts, at)
    others = list_personnel_officers(
        exemption.staff_member, timezone.localdate(at), without=exemption.approved_by
    )
    notify_users(others, LIMITED_KIND, **facts, at=at)


def render_decision_notice(context: dict[str, Any]) -> NoticeText:
    """Return the notice for the granting officer, with the service number and decision."""
    if context["is_confirmed"]:
        return NoticeText(
            _("Course %(code)s, %(number)s: the exemption has been confirmed") % context
        )
    return NoticeText(
        _("Course %(code)s, %(number)s: the longer exemption was declined") % context
    )


def render_limit_notice(context: dict[str, Any]) -> NoticeText:
    """Return the notice for the officers, with the service number and what to do."""
    return NoticeText(
        _("Course %(code)s, %(number)s: the exemption waits for a second officer")
        % context,
        _(
            "An absence has been recorded since, so this exemption continues "
            "an earlier one. The officer who granted it can end it; another "
            "personnel officer confirms or declines it."
        ),
    )


def _notify_granter(
    exemption: Exemption, kind: str, facts: dict[str, Any], at: datetime
) -> None:
    assert exemption.approved_by is not None  # noqa: S101 — else it would not wait
    notify_user(exemption.approved_by, kind, **facts, at=at)


def _build_facts(exemption: Exemption, **facts: bool) -> dict[str, Any]:
    person = exemption.staff_member
    about = {"code": exemption.course.code, "number": person.staff_number}
    return {
        "key": str(exemption.pk),
        "context": about | facts,
        "url": f"/desk/people/{person.key}/",
    }
