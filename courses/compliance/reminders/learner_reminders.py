"""Reminders for learners at each step of a course or an update."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from courses.compliance.reminders import reminder_notices
from courses.compliance.reminders.reminder_cases import (
    ASSIGNED_IS_NEWS,
    OPEN,
    ReminderCase,
)
from courses.compliance.standing_summary import LATE
from elearning.notices.models import Notice
from elearning.notices.notifications import store_notices

#: Days before the due day on which people are reminded, including the day (curriculum
#: R3).
DAYS_BEFORE = (0, 1, 7, 14, 30, 90)
#: The same for updates of a certificate, which are announced with their due day.
UPDATE_DAYS = (0, 1, 7, 14)


def notify_learners(
    cases: Iterable[ReminderCase],
    minutes: Mapping[tuple[str, str], int],
    *,
    on: date,
    at: datetime,
) -> int:
    """Send the learners of ``cases`` the newest step of each; return the number of new notices.

    ``minutes`` are the durations of courses, by code and language. The number of
    queries is fixed.
    """
    return store_notices(
        Notice(
            user_id=case.user,
            kind=kind,
            key=key,
            context=context,
            url=url,
            created_at=at,
        )
        for case in cases
        if case.user is not None
        for kind, key, context, url in _steps(
            case, minutes.get((case.code, case.language), 0), on
        )
    )


def _steps(
    case: ReminderCase, minutes: int, on: date
) -> Iterator[tuple[str, str, dict[str, Any], str]]:
    """Yield the kind, key, context and URL of each notice to send now."""
    url = f"/courses/{case.slug}/"
    if case.due_on is not None and (step := _course_step(case, case.due_on, on)):
        kind, due_on, key = step
        context = {
            "code": case.code,
            "days": (due_on - on).days,
            "due_on": due_on,
            "minutes": minutes,
        }
        if kind == reminder_notices.LATE:
            context |= {"state": case.state.value, "grace_until": case.grace_until}
        yield kind, f"{case.code}:{due_on}{key}", context, url
    if case.update_due_on is not None:
        days = (case.update_due_on - on).days
        key = f"{case.code}:{case.update_due_on}"
        context = {
            "code": case.code,
            "days": days,
            "due_on": case.update_due_on,
            "minutes": case.update_minutes,
        }
        if days < 0:
            yield reminder_notices.UPDATE_LATE, key, context, "/my/"
        elif (before := _before(days, UPDATE_DAYS)) is not None:
            yield reminder_notices.UPDATE_DUE, f"{key}:{before}", context, "/my/"


def _course_step(
    case: ReminderCase, due_on: date, on: date
) -> tuple[str, date, str] | None:
    """Return the kind of the newest step, its day and the end of its key.

    A reminder whose day had passed when the course was assigned adds nothing to the
    notice of assignment. For refreshers, only the assignment is announced: the due day
    is that of the course that they renew, which is announced once.
    """
    if case.is_way_to_renew:
        return _assignment(case, due_on, on)
    if case.state in LATE:
        return reminder_notices.LATE, due_on, f":{case.state}"
    if case.state not in OPEN:
        return None
    step = _before((due_on - on).days, DAYS_BEFORE)
    since = case.assigned_on
    if step is not None and (since is None or since < due_on - timedelta(days=step)):
        return reminder_notices.DUE, due_on, f":{step}"
    return _assignment(case, due_on, on)


def _assignment(
    case: ReminderCase, due_on: date, on: date
) -> tuple[str, date, str] | None:
    since = case.assigned_on
    if since is not None and on - since < ASSIGNED_IS_NEWS:
        return reminder_notices.ASSIGNED, case.assigned_due or due_on, ""
    return None


def _before(days: int, steps: tuple[int, ...]) -> int | None:
    return next((step for step in steps if 0 <= days <= step), None)
