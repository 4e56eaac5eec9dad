"""Remind people before a course falls due (curriculum R3), in neutral words (R16)."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.compliance.standing import Standing, State, standings
from elearning.notices.models import Notice
from elearning.notices.sending import notify
from elearning.notices.wording import Wording
from elearning.staff.models import StaffMember

KIND = "course-due"
#: How many days before the date somebody is reminded.
DAYS_BEFORE = (1, 7, 14, 30, 90)
_REMINDED = frozenset({State.DUE, State.NOT_STARTED, State.IN_PROGRESS, State.VALID})


def remind(at: datetime) -> int:
    """Remind whoever has a course due in 90, 30, 14, 7 or 1 days; return how many were.

    A day without a tick is made up for at the next one; nothing is said twice, and
    nothing at all to people on leave or without an account.
    """
    on = timezone.localdate(at)
    said = set(Notice.objects.filter(kind=KIND).values_list("user", "key"))
    staff = StaffMember.objects.employed(on).filter(user__is_active=True)
    count = 0
    for standing in standings(staff.select_related("user"), on=on):
        key = _key(standing)
        user = standing.person.user
        if user is None or key is None or (user.pk, key) in said:
            continue
        context = {"code": standing.course.code, "days": standing.days}
        url = f"/courses/{standing.course.slug}/"
        count += notify(user, KIND, key, context=context, url=url, at=at)
    return count


def say(context: dict[str, Any]) -> Wording:
    """Return the words of a reminder: the course by its code, and the days."""
    days = int(context["days"])
    if days == 0:
        return Wording(_("Course %(code)s is due today") % {"code": context["code"]})
    words = ngettext(
        "Course %(code)s due in %(days)d day",
        "Course %(code)s due in %(days)d days",
        days,
    )
    return Wording(words % {"code": context["code"], "days": days})


def _key(standing: Standing) -> str | None:
    days = standing.days
    if days is None or days < 0 or standing.state not in _REMINDED:
        return None
    step = next((step for step in DAYS_BEFORE if days <= step), None)
    return f"{standing.course.code}:{standing.due_on}:{step}" if step else None
