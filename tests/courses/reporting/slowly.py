"""The numbers of reports as they are reckoned from every single standing: what is right."""

from collections import Counter
from datetime import timedelta

from courses.compliance.standing_summary import LATE
from courses.compliance.status import NEEDS_ACTION, StandingState, list_standings
from courses.reporting.report_selection import list_people_at
from courses.reporting.standing_tally import (
    BY,
    ExpiringPasses,
    StandingCount,
    TrainingBacklog,
)
from elearning.staff.establishment_tree import EstablishmentTree
from elearning.staff.models import Establishment
from tests.courses.compliance.summaries import update_summary


def tally(places, *, on, by=BY, post=None, course=None):
    counted = Counter()
    for one in _standings(places, on, post, course):
        held = one.appointment
        keys = (held.establishment_id, held.post_id, one.course.pk)
        told = (key if name in by else 0 for name, key in zip(BY, keys, strict=True))
        counted[(*told, one.state)] += 1
    return [StandingCount(*key, number) for key, number in sorted(counted.items())]


def forecast_expiries(places, *, on, days):
    until = on + timedelta(days=days)
    counted = Counter()
    for one in _standings(places, on):
        ends = one.expires_on
        is_asked = one.requirement is not None and one.due_on is not None
        if ends and is_asked and on <= ends < until:
            month = ends.replace(day=1)
            counted[one.appointment.establishment_id, one.course.pk, month] += 1
    return [ExpiringPasses(*key, number) for key, number in sorted(counted.items())]


def backlog(places, *, on):
    found = _standings(places, on)
    late = {one.person.pk for one in found if one.state in LATE}
    return TrainingBacklog(len(late), update_summary(found))


def due_within(on, days):
    until = on + timedelta(days=days)
    asked = (
        *NEEDS_ACTION,
        StandingState.NOT_STARTED,
        StandingState.IN_PROGRESS,
        StandingState.VALID,
    )
    found = list_standings(list_people_at(list(Establishment.objects.all()), on), on=on)
    return {
        one.person
        for one in found
        if one.state in asked and one.due_on and one.due_on <= until
    }


def _standings(places, on, post=None, course=None):
    under = EstablishmentTree(on).under(places)
    there = set(Establishment.objects.filter(under).values_list("pk", flat=True))
    return [
        one
        for one in list_standings(list_people_at(list(places), on), on=on)
        if one.appointment is not None
        and one.appointment.establishment_id in there
        and post in {None, one.appointment.post}
        and course in {None, one.course}
    ]
