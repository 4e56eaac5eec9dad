"""The result of an exam: how it went by topic, what to read again, what comes next."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from courses.assessment import admission, marking, rereading, showing
from courses.assessment.models import Attempt
from courses.assessment.pages import Link, lesson_link
from courses.certificates.models import Certificate
from elearning.languages import pick


@dataclass(frozen=True)
class Topic:
    """One outcome of the course in the result, and the lessons that teach it."""

    label: str
    right: int
    total: int
    must_pass_failed: bool
    lessons: list[Link] = field(default_factory=list)

    @property
    def is_full(self) -> bool:
        return self.right == self.total


def result_of(attempt: Attempt) -> dict[str, Any]:
    """Return what the result page of a marked ``attempt`` shows.

    It names topics; of the questions it shows as much as the paper allows.
    """
    course = attempt.enrolment.course
    topics = _topics(attempt)
    taken = list(attempt.enrolment.attempts.order_by("number"))
    is_last = taken[-1] == attempt
    allowed = admission.attempts_allowed(attempt.enrolment, attempt.paper)
    to_read = [topic for topic in topics if not topic.is_full and topic.lessons]
    return {
        "attempt": attempt,
        "result": attempt.verdict,
        "regraded_at": _regraded_at(attempt),
        "course": course,
        "breadcrumbs": [(course.get_absolute_url(), course.title)],
        "paper": attempt.paper,
        "topics": topics,
        "to_read": to_read,
        "reads_first": bool(to_read)
        and is_last
        and rereading.FIRST_ATTEMPT <= len(taken) + 1 <= allowed,
        "opens_at": admission.opens_again_at(attempt.paper, taken) if is_last else None,
        "attempts": allowed,
        "none_left": len(taken) >= allowed,
        "further_open": is_last and attempt.paper.attempts <= len(taken) < allowed,
        "certificate": _certificate(attempt),
        "shown": showing.shown(attempt),
    }


def test_result_of(attempt: Attempt) -> dict[str, Any]:
    """Return what is shown after a marked test that does not count."""
    course, topics = attempt.enrolment.course, _topics(attempt)
    return {
        "attempt": attempt,
        "course": course,
        "breadcrumbs": [(course.get_absolute_url(), course.title)],
        "topics": topics,
        "to_read": [one for one in topics if not one.is_full and one.lessons],
        "shown": showing.shown(attempt),
    }


def _topics(attempt: Attempt) -> list[Topic]:
    enrolment = attempt.enrolment
    return [
        Topic(
            label=str(pick(result.outcome.texts)[0]),
            right=result.right,
            total=result.total,
            must_pass_failed=result.must_pass_failed,
            lessons=[
                lesson_link(enrolment, version)
                for version in rereading.teaching(
                    enrolment.edition, result.outcome.number
                )
            ],
        )
        for result in marking.by_outcome(attempt)
    ]


def _regraded_at(attempt: Attempt) -> datetime | None:
    """Return when a corrected question last made the result another one."""
    changing = attempt.regradings.changing().order_by("-pk")
    return changing.values_list("at", flat=True).first()


def _certificate(attempt: Attempt) -> Certificate | None:
    if not (attempt.passed or attempt.verdict.passed):
        return None
    earned = Certificate.objects.filter(completion__enrolment=attempt.enrolment)
    return earned.select_related("completion__course").first()
