"""What the stretches of standings tell about a day, without reckoning anybody anew."""

from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet

from courses.compliance.standing import State, standings
from elearning.staff.models import StaffMember

_APART = (State.PAUSED, State.WAIVED, State.NOT_REQUIRED)


def due_within(on: date, days: int, among: Any = None) -> QuerySet[StaffMember]:
    """Return the people who have something due, or overdue, from ``on`` until ``days`` later.

    A course that falls due, an update, or one that is late already; who is away or exempt
    has nothing due. ``among`` is a queryset of people, else everybody employed on ``on``.
    Whoever assigns or reminds hands this to ``standings`` instead of the whole service.
    """
    people = StaffMember.objects.employed(on) if among is None else among
    until = on + timedelta(days=days)
    near = {
        one.person.pk
        for one in standings(people, on=on)
        if one.state not in _APART and one.due_on is not None and one.due_on <= until
    }
    found: QuerySet[StaffMember] = people.filter(pk__in=near)
    return found
