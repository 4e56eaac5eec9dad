"""The limit of a year for exemptions by one officer, counted over consecutive ones."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.utils import timezone

from courses.compliance.deadlines import LONG_RETURN_DAYS, Span
from courses.compliance.models import Exemption
from courses.models import Course
from courses.validity import add_days
from elearning.staff.models import Absence, StaffMember

#: The longest exemption by one officer; a longer one needs a second officer.
ALONE = timedelta(days=365)


def compute_last_day_alone(
    person: StaffMember,
    course: Course,
    span: Span,
    *,
    at: datetime,
    before: Exemption | None = None,
    absences: Iterable[Absence] | None = None,
) -> date:
    """Return until when one officer can exempt ``person``, who is locked, for these days.

    The run of unconfirmed exemptions around them counts from the grant of the first;
    those after ``before`` are ignored, and ``absences`` are all of theirs unless given.
    If the officer may grant no days, the result is the day before the first: the run
    has used up its year, or is longer already, for example because the new one would
    close a gap.
    """
    first, wanted = span
    today = timezone.localdate(at)
    last = max(first, min(wanted or date.max, today + ALONE))
    rows = Exemption.objects.by_one_officer(person).filter(course=course)
    if before is not None:
        rows = rows.filter(pk__lt=before.pk)
    away = person.absences.all() if absences is None else absences
    run = _run_around(rows, away, first, last)
    began = min([today, *(timezone.localdate(row.granted_at) for row in run)])
    most = began + ALONE
    is_used = any(row.ends_on is None or row.ends_on > most for row in run)
    return first - timedelta(days=1) if is_used or most < first else most


def _run_around(
    rows: Iterable[Exemption], absences: Iterable[Absence], first: date, last: date
) -> list[Exemption]:
    """Return those of ``rows`` that reach the days, with gaps too short to be late in.

    Nobody is late while away or soon after, so ``absences`` join them as well.
    """
    reach = LONG_RETURN_DAYS + 1
    run: list[Exemption] = []
    left: list[Exemption | Absence] = [*rows, *absences]
    while near := [
        row
        for row in left
        if row.starts_on <= add_days(last, reach)
        and add_days(row.ends_on or date.max, reach) >= first
    ]:
        run += [row for row in near if isinstance(row, Exemption)]
        left = [row for row in left if row not in near]
        first = min(first, *(row.starts_on for row in near))
        last = max(last, *(row.ends_on or date.max for row in near))
    return run
