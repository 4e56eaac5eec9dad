"""Queries of standing periods, without recomputing anybody."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Min, QuerySet

from courses.compliance.models import Recount
from courses.compliance.periods.current_standings import list_periods_on
from courses.compliance.periods.period_rebuild import BATCH, rebuild_next_batch
from courses.compliance.status import ASKS_NOTHING
from courses.models import Course
from elearning.staff.models import StaffMember


def ensure_fresh_periods() -> None:
    """Rebuild the periods of people who wait for it, if they are few.

    Call it before reading periods. If many wait, the worker rebuilds them, and
    ``find_oldest_rebuild_request`` says since when.
    """
    waiting = Recount.objects.order_by().values_list("learner", flat=True).distinct()
    if 0 < len(waiting[: BATCH + 1]) <= BATCH:
        rebuild_next_batch()


def find_oldest_rebuild_request() -> datetime | None:
    """Return since when periods may lack a change; ``None`` if they are up to date."""
    return Recount.objects.aggregate(first=Min("asked_at"))["first"]  # type: ignore[no-any-return]


def list_people_due(
    on: date, days: int, among: Any = None, course: Course | None = None
) -> QuerySet[StaffMember]:
    """Return the people with something due or overdue from ``on`` to ``days`` later.

    For ``course``, or for any: a course or an update that falls due, or one that is
    late. People who are away or exempt have nothing due. ``among`` is a queryset of
    people; the default is everybody employed on ``on``. Assignments and reminders use
    it to avoid computing the standings of the whole service.
    """
    ensure_fresh_periods()
    people = StaffMember.objects.employed(on) if among is None else among
    near = list_periods_on(on).filter(due_on__lte=on + timedelta(days=days))
    if course is not None:
        near = near.filter(course=course)
    found: QuerySet[StaffMember] = people.filter(
        pk__in=near.exclude(state__in=ASKS_NOTHING).order_by().values("learner")
    )
    return found
