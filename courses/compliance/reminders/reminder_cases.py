"""Standings read in batches, with the facts that reminders need."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import batched
from typing import NamedTuple

from django.db.models import F, Q, Sum
from django.utils import timezone

from courses.compliance.models import Recount, RuleException
from courses.compliance.periods.current_standings import list_periods_on
from courses.compliance.periods.period_lookup import ensure_fresh_periods
from courses.compliance.standing_summary import APART, LATE
from courses.compliance.status import StandingState
from courses.models import Course, Edition, Enrolment, UnitText
from elearning.staff.models import StaffMember

#: The number of people read together.
PEOPLE_AT_ONCE = 500
#: States with a day to come, by which something has to be done.
OPEN = frozenset(
    {
        StandingState.DUE,
        StandingState.NOT_STARTED,
        StandingState.IN_PROGRESS,
        StandingState.VALID,
    }
)
#: How long before the due day the first reminder is sent.
FURTHEST = timedelta(days=90)
#: How long an assignment is news.
ASSIGNED_IS_NEWS = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class ReminderCase:
    """The standing of one person with one course.

    ``state`` and ``due_on`` are those of the course itself; an update is separate, and
    only set if it is required. ``user`` is set if the person has an active account.
    ``assigned_on`` is the day on which somebody else enrolled them, ``assigned_due``
    the due day set then. The numbers for officers count what ``is_required``, as all
    totals do.
    """

    learner: int
    user: int | None
    language: str
    code: str
    slug: str
    place: int | None
    state: StandingState
    is_required: bool
    is_refresher: bool
    due_on: date | None
    grace_until: date | None
    update_due_on: date | None
    update_minutes: int
    assigned_on: date | None
    assigned_due: date | None

    @property
    def is_way_to_renew(self) -> bool:
        """Whether it is a refresher, taken to renew the required course."""
        return self.is_refresher and not self.is_required

    def is_open_by(self, day: date) -> bool:
        """Return whether the course has to be passed by ``day``, a day to come."""
        return self.state in OPEN and self.due_on is not None and self.due_on <= day


class _Person(NamedTuple):
    """An employed person; ``user`` is set if their account is active."""

    user: int | None
    language: str


class _Row(NamedTuple):
    learner: int
    course: int
    establishment: int | None
    state: str
    is_required: bool
    ends_on: date
    due_on: date | None
    expires_on: date | None
    update_due_on: date | None
    update_minutes: int


#: The day on which somebody else enrolled a person on a course, and the due day set.
_Assigned = dict[tuple[int, int], tuple[date, date | None]]


def iter_reminder_cases(on: date) -> Iterator[list[ReminderCase]]:
    """Yield the cases of everybody employed on ``on``, in batches of people.

    Only cases that are late, due within ninety days or recently assigned. They are read
    from standing periods, so that a whole service takes seconds. People whose periods
    lack a change are left out until the rebuild, and so are undecided exceptions from a
    rule. The number of queries grows with the number of batches.
    """
    ensure_fresh_periods()
    courses = {row.pk: row for row in Course.objects.only("code", "slug", "refreshes")}
    people = _people(on)
    for some in batched(people, PEOPLE_AT_ONCE, strict=False):
        assigned = _assigned(some)
        undecided = _undecided(some)
        yield [
            _case(row, people[row.learner], courses[row.course], assigned)
            for row in _rows(some, assigned, on)
            if (row.learner, row.course) not in undecided
        ]


def sum_planned_minutes() -> dict[tuple[str, str], int]:
    """Return the duration of each course, by code and language (curriculum R15)."""
    texts = UnitText.objects.filter(
        version__entries__edition__in=Edition.objects.current()
    )
    sums = texts.values_list("version__entries__edition__course__code", "language")
    return {
        (code, language): total
        for code, language, total in sums.order_by().annotate(Sum("minutes"))
    }


def _people(on: date) -> dict[int, _Person]:
    waiting = Recount.objects.order_by().values("learner")
    staff = StaffMember.objects.employed(on).exclude(pk__in=waiting).order_by("pk")
    rows = staff.values_list(
        "pk", "user", "user__is_active", "user__language", "language"
    )
    return {
        pk: _Person(user if is_active else None, chosen or language)
        for pk, user, is_active, chosen, language in rows.iterator(chunk_size=5_000)
    }


def _assigned(some: tuple[int, ...]) -> _Assigned:
    rows = Enrolment.objects.active().filter(learner__in=some)
    chosen = rows.filter(enrolled_by=F("learner__user"))
    others = rows.exclude(pk__in=chosen.values("pk"))
    values = others.values_list("learner", "course", "enrolled_at", "due")
    return {
        (learner, course): (timezone.localdate(at), due)
        for learner, course, at, due in values.order_by()
    }


def _undecided(some: tuple[int, ...]) -> set[tuple[int, int]]:
    rows = RuleException.objects.open().filter(learner__in=some)
    return set(rows.values_list("learner", "requirement__course"))


def _rows(some: tuple[int, ...], assigned: _Assigned, on: date) -> Iterator[_Row]:
    """Yield the periods of ``some`` that contain ``on`` and may need a reminder."""
    new = {
        course
        for (_learner, course), (since, _due) in assigned.items()
        if on - since < ASSIGNED_IS_NEWS
    }
    told = Q(due_on__lte=on + FURTHEST) | Q(state__in=LATE) | Q(course__in=new)
    rows = list_periods_on(on).filter(told, learner__in=some)
    values = rows.exclude(state__in=APART).order_by().values_list(*_Row._fields)
    yield from map(_Row._make, values)


def _case(
    row: _Row, person: _Person, course: Course, assigned: _Assigned
) -> ReminderCase:
    state, due_on = StandingState(row.state), row.due_on
    if row.update_due_on is not None and row.update_due_on == due_on:
        # the update comes first: the case of the course itself is that of the pass held
        state, due_on = StandingState.VALID, row.expires_on
    since, due = assigned.get((row.learner, row.course), (None, None))
    return ReminderCase(
        learner=row.learner,
        user=person.user,
        language=person.language,
        code=course.code,
        slug=course.slug,
        place=row.establishment,
        state=state,
        is_required=row.is_required,
        is_refresher=course.refreshes_id is not None,
        due_on=due_on,
        grace_until=row.ends_on if state == StandingState.GRACE else None,
        update_due_on=row.update_due_on,
        update_minutes=row.update_minutes,
        assigned_on=since,
        assigned_due=due,
    )
