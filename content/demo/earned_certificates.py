"""Certificates of the demonstration’s learner: valid, renewed and expired."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from courses.models import Course, Edition, Enrolment
from courses.records.completions.course_completion import record_completion
from courses.validity import add_months
from elearning.staff.models import StaffMember

#: Courses that their post does not require, so that their home page stays as it is.
VALID, RENEWED, EXPIRED = "C3-A", "C5-A", "C6-A"
_BEFORE_ITS_END = timedelta(days=40)


def create_earned_certificates(learner: StaffMember, *, today: date) -> int:
    """Record passes of ``learner`` in some courses, once; return the number of new ones."""
    if learner.completions.exists():
        return 0
    passes = sorted(_passes(today), key=lambda one: one[1])
    for edition, on in passes:
        _pass(learner, edition, on)
    return len(passes)


def _passes(today: date) -> Iterator[tuple[Edition, date]]:
    """Yield courses with the day of the pass; only released courses."""
    known = {course.code: course for course in Course.objects.all()}
    for code in (VALID, RENEWED, EXPIRED):
        edition = known[code].current_edition if code in known else None
        if edition is None:
            continue
        months = known[code].validity_months
        half = add_months(today, -(months // 2))
        if code == VALID:
            yield edition, half
        elif code == RENEWED:
            yield edition, add_months(half, -months) + _BEFORE_ITS_END
            yield edition, half
        else:
            yield edition, add_months(today, -months) - 2 * _BEFORE_ITS_END


def _pass(learner: StaffMember, edition: Edition, on: date) -> None:
    at = datetime.combine(on, time(5), UTC)
    enrolment = Enrolment.objects.create(
        course=edition.course,
        edition=edition,
        learner=learner,
        enrolled_at=at - timedelta(days=12),
        started_at=at - timedelta(days=11),
        last_seen_at=at,
        completed_at=at,
    )
    record_completion(enrolment, by=None, at=at, score=0.9, language=learner.language)
