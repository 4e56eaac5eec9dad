"""The limit of one year up to which a single officer can exempt a person."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from courses.compliance.deadlines import LONG_RETURN_DAYS, Span
from courses.compliance.models import Exemption, RuleException
from courses.models import Course
from courses.validity import add_days
from elearning.staff.models import Absence, StaffMember

#: The longest exemption by one officer; a longer one needs a second officer.
ALONE = timedelta(days=365)


@dataclass(frozen=True)
class _Stretch:
    """Days without lateness; ``granted_on`` is set if one officer granted them."""

    first: date
    last: date
    granted_on: date | None = None


def compute_last_day_alone(
    person: StaffMember,
    course: Course,
    span: Span,
    *,
    at: datetime,
    before: Exemption | None = None,
    absences: Iterable[Absence] | None = None,
) -> date:
    """Return the last day up to which one officer can exempt ``person`` for ``span``.

    ``person`` must be locked. The same limit applies to a due day set in place of a
    rule’s. The run of unconfirmed exemptions and other days around them counts from the
    grant of the first; exemptions after ``before`` are ignored, and ``absences`` are
    all of the person’s unless given. If the officer may grant no days, the result is
    the day before the first: the run has used up its year, or is longer already, for
    example because the new one would close a gap.
    """
    rows = Exemption.objects.by_one_officer([person.pk]).filter(course=course)
    if before is not None:
        rows = rows.filter(pk__lt=before.pk)
    away = person.absences.all() if absences is None else absences
    excepted = RuleException.objects.filter(
        learner=person, requirement__course=course, found_at__lte=at
    ).select_related("requirement")
    left = [
        *(_exempt(row) for row in rows),
        *(_away(row) for row in away),
        *(part for row in excepted for part in _excepted(row, at)),
    ]
    return _compute_last_day(left, span, at)


def compute_last_days_alone(
    exceptions: Collection[RuleException], due_on: date, *, at: datetime
) -> dict[int, date]:
    """Return the last day up to which one officer can set ``due_on`` for each exception.

    By key; the same limit as for exemptions from today. The people must be locked, and
    the exceptions have their requirements. Three queries for any number.
    """
    today = timezone.localdate(at)
    deciding = {row.pk for row in exceptions}
    people = {row.learner_id for row in exceptions}
    courses = {row.requirement.course_id for row in exceptions}
    left: defaultdict[tuple[int, int], list[_Stretch]] = defaultdict(list)
    for exempt in Exemption.objects.by_one_officer(people).filter(course__in=courses):
        left[exempt.staff_member_id, exempt.course_id].append(_exempt(exempt))
    for row in RuleException.objects.filter(
        learner__in=people, requirement__course__in=courses, found_at__lte=at
    ).select_related("requirement"):
        case = left[row.learner_id, row.requirement.course_id]
        if row.pk in deciding:
            case.append(_Stretch(timezone.localdate(row.found_at), today))
        else:
            case.extend(_excepted(row, at))
    away: defaultdict[int, list[_Stretch]] = defaultdict(list)
    for absence in Absence.objects.filter(staff_member__in=people):
        away[absence.staff_member_id].append(_away(absence))
    return {
        row.pk: _compute_last_day(
            [*left[row.learner_id, row.requirement.course_id], *away[row.learner_id]],
            (today, due_on),
            at,
        )
        for row in exceptions
    }


def _compute_last_day(left: list[_Stretch], span: Span, at: datetime) -> date:
    first, wanted = span
    today = timezone.localdate(at)
    last = max(first, min(wanted or date.max, today + ALONE))
    run = _run_around(left, first, last)
    most = min([today, *(one.granted_on for one in run if one.granted_on)]) + ALONE
    is_used = any(one.granted_on and one.last > most for one in run)
    return first - timedelta(days=1) if is_used or most < first else most


def _exempt(row: Exemption) -> _Stretch:
    granted_on = timezone.localdate(row.granted_at)
    return _Stretch(row.starts_on, row.ends_on or date.max, granted_on)


def _away(row: Absence) -> _Stretch:
    return _Stretch(row.starts_on, row.ends_on or date.max)


def _excepted(row: RuleException, at: datetime) -> Iterator[_Stretch]:
    """Yield the days that were excepted from a rule: until a decision or the day it set.

    An exception that nobody has decided ends with its rule: the clock stands still until
    then.
    """
    found_on = timezone.localdate(row.found_at)
    if row.resolved_at is None or row.resolved_at > at:
        yield _Stretch(found_on, row.requirement.ends_on or date.max)
        return
    resolved_on = timezone.localdate(row.resolved_at)
    yield _Stretch(found_on, resolved_on)
    if row.due_on is not None:
        yield _Stretch(resolved_on, row.due_on, resolved_on)


def _run_around(left: list[_Stretch], first: date, last: date) -> list[_Stretch]:
    """Return those of ``left`` that reach the days, or leave too few between to be late."""
    reach = LONG_RETURN_DAYS + 1
    run: list[_Stretch] = []
    while near := [
        one
        for one in left
        if one.first <= add_days(last, reach) and add_days(one.last, reach) >= first
    ]:
        run += near
        left = [one for one in left if one not in near]
        first = min(first, *(one.first for one in near))
        last = max(last, *(one.last for one in near))
    return run
