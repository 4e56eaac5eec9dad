"""Remind people before a course or an update falls due (curriculum R3, R8, R16)."""

from collections.abc import Iterator
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
#: The same for the update of a certificate, which was announced with all its days.
UPDATE_KIND, UPDATE_DAYS = "update-due", (1, 7, 14)
_REMINDED = frozenset({State.DUE, State.NOT_STARTED, State.IN_PROGRESS, State.VALID})


def remind(at: datetime) -> int:
    """Remind whoever has a course due in 90, 30, 14, 7 or 1 days; return how many were.

    And whoever has an update due in 14, 7 or 1.

    A day without a tick is made up for at the next one; nothing is said twice, and
    nothing at all to people on leave or without an account.
    """
    on = timezone.localdate(at)
    kinds = (KIND, UPDATE_KIND)
    rows = Notice.objects.filter(kind__in=kinds)
    said = set(rows.values_list("user", "kind", "key"))
    staff = StaffMember.objects.employed(on).filter(user__is_active=True)
    count = 0
    for standing in standings(staff.select_related("user"), on=on):
        user = standing.person.user
        if user is None:
            continue
        for kind, key, days, url in _wanted(standing):
            if (user.pk, kind, key) not in said:
                context = {"code": standing.course.code, "days": days}
                count += notify(user, kind, key, context=context, url=url, at=at)
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


def say_update(context: dict[str, Any]) -> Wording:
    """Return the words of a reminder of an update: the course by its code, and the days."""
    days = int(context["days"])
    if days == 0:
        words = _("Course %(code)s: your certificate is to be updated today")
        return Wording(words % {"code": context["code"]})
    words = ngettext(
        "Course %(code)s: your certificate is to be updated within %(days)d day",
        "Course %(code)s: your certificate is to be updated within %(days)d days",
        days,
    )
    return Wording(words % {"code": context["code"], "days": days})


def _wanted(standing: Standing) -> Iterator[tuple[str, str, int, str]]:
    """Yield the kind, the key, the days and the address of what is to be said now."""
    course = standing.without_update
    if course.state in _REMINDED and course.due_on is not None:
        days = (course.due_on - course.on).days
        if (step := _step(days, DAYS_BEFORE)) is not None:
            key = f"{course.course.code}:{course.due_on}:{step}"
            yield KIND, key, days, f"/courses/{course.course.slug}/"
    if standing.waits_for_update and standing.update_due_on is not None:
        days = (standing.update_due_on - standing.on).days
        if (step := _step(days, UPDATE_DAYS)) is not None:
            key = f"{standing.course.code}:{standing.update_due_on}:{step}"
            yield UPDATE_KIND, key, days, "/my/"


def _step(days: int, steps: tuple[int, ...]) -> int | None:
    return next((step for step in steps if 0 <= days <= step), None)
