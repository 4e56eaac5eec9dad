"""The numbers of reports as they are reckoned from every single standing: what is right."""

from collections import Counter
from datetime import timedelta

from courses.compliance.standing import NEEDS_ACTION, State, standings
from courses.compliance.summary import LATE
from courses.compliance.summary import updates as updates_of
from courses.reporting.selecting import people_at
from courses.reporting.tallying import BY, Backlog, Count, Expiring
from elearning.staff.models import Establishment
from elearning.staff.relocating import Tree


def tally(places, *, on, by=BY, post=None, course=None):
    counted = Counter()
    for one in _standings(places, on, post, course):
        held = one.appointment
        keys = (held.establishment_id, held.post_id, one.course.pk)
        told = (key if name in by else 0 for name, key in zip(BY, keys, strict=True))
        counted[(*told, one.state)] += 1
    return [Count(*key, number) for key, number in sorted(counted.items())]


def forecast_expiries(places, *, on, days):
    until = on + timedelta(days=days)
    counted = Counter()
    for one in _standings(places, on):
        ends = one.expires_on
        is_asked = one.requirement is not None and one.due_on is not None
        if ends and is_asked and on <= ends < until:
            month = ends.replace(day=1)
            counted[one.appointment.establishment_id, one.course.pk, month] += 1
    return [Expiring(*key, number) for key, number in sorted(counted.items())]


def backlog(places, *, on):
    found = _standings(places, on)
    late = {one.person.pk for one in found if one.state in LATE}
    return Backlog(len(late), updates_of(found))


def due_within(on, days):
    until = on + timedelta(days=days)
    asked = (*NEEDS_ACTION, State.NOT_STARTED, State.IN_PROGRESS, State.VALID)
    found = standings(people_at(list(Establishment.objects.all()), on), on=on)
    return {
        one.person
        for one in found
        if one.state in asked and one.due_on and one.due_on <= until
    }


def _standings(places, on, post=None, course=None):
    under = Tree(on).under(places)
    there = set(Establishment.objects.filter(under).values_list("pk", flat=True))
    return [
        one
        for one in standings(people_at(list(places), on), on=on)
        if one.appointment is not None
        and one.appointment.establishment_id in there
        and post in {None, one.appointment.post}
        and course in {None, one.course}
    ]
