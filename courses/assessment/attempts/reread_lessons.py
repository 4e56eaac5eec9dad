"""Rereading of the lessons behind a failed attempt (curriculum A.6)."""

from datetime import datetime

from courses.assessment.marks import attempt_marking
from courses.assessment.models import Attempt, Rereading
from courses.models import Edition, Enrolment, Unit, UnitVersion

#: Rereading is required before the third and every later attempt (curriculum A.6).
FIRST_ATTEMPT = 3


def list_lessons_for_outcome(edition: Edition, number: int) -> list[UnitVersion]:
    """Return the lessons of ``edition`` that list the outcome ``number``."""
    return [
        entry.version
        for entry in edition.steps
        if entry.version.unit.kind == Unit.Kind.LESSON
        and number in entry.version.text().details.get("outcomes", [])
    ]


def list_lessons_to_reread(attempt: Attempt) -> list[Unit]:
    """Return the lessons on what was wrong that have not been read again since."""
    edition = attempt.enrolment.edition
    wrong = {
        version.unit_id
        for result in attempt_marking.list_outcome_results(attempt)
        if not result.is_full
        for version in list_lessons_for_outcome(edition, result.outcome.number)
    }
    wrong -= set(attempt.rereadings.values_list("unit", flat=True))
    return [
        entry.version.unit for entry in edition.steps if entry.version.unit_id in wrong
    ]


def record_rereading(enrolment: Enrolment, unit: Unit, *, at: datetime) -> None:
    """Record that a lesson was read again after the last attempt; safe to repeat.

    Nothing is recorded before an attempt has ended or after one that passed.
    """
    last = enrolment.attempts.order_by("number").last()
    if (
        last is None
        or last.verdict.passed
        or (last.is_open and not last.is_out_of_time(at))
    ):
        return
    Rereading.objects.get_or_create(attempt=last, unit=unit, defaults={"at": at})
