"""The result of an exam: results by topic, lessons to read again, and the next step."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone

from courses.assessment.asking import answer_review
from courses.assessment.attempts import exam_admission, reread_lessons
from courses.assessment.kinds import MARKED_BY_PEOPLE as BY_PEOPLE
from courses.assessment.kinds import Key
from courses.assessment.kinds.open_answer_type import get_level_points
from courses.assessment.marks import attempt_marking, open_answer_marking
from courses.assessment.models import Attempt, AttemptItem, KeyCorrection
from courses.assessment.pages.exam_start_page import LessonLink, build_lesson_link
from courses.assessment.practice import course_practice
from courses.certificates.models import Certificate
from courses.compliance.renewals import load_renewal_days
from elearning.languages import pick_text


@dataclass(frozen=True)
class ResultTopic:
    """One outcome of the course in the result, and the lessons that teach it."""

    label: str
    right: int
    total: int
    must_pass_failed: bool
    lessons: list[LessonLink] = field(default_factory=list)

    @property
    def is_full(self) -> bool:
        return self.right == self.total


@dataclass(frozen=True)
class CriterionMark:
    """The mark of an answer for one criterion, with the level reached."""

    label: str
    level: str
    points: int
    most: int


@dataclass(frozen=True)
class OpenAnswerMark:
    """One marker’s marks for an open answer, with their comment."""

    criteria: list[CriterionMark]
    comment: str


@dataclass(frozen=True)
class OpenAnswerResult:
    """An open answer in the result: its number in the exam, its marks and markers.

    ``is_given`` is ``None`` once the answers have been removed.
    """

    number: int
    is_given: bool | None
    percentage: int
    marks: list[OpenAnswerMark]


def build_waiting_context(attempt: Attempt) -> dict[str, Any]:
    """Return the context for an attempt that is still being marked, with the date promised."""
    course = attempt.enrolment.course
    items = list(AttemptItem.objects.filter(attempt=attempt).counting())
    waiting = sum(item.mark is None for item in items)
    ended = timezone.localdate(attempt.handed_in_at or attempt.ends_at)
    return {
        "attempt": attempt,
        "course": course,
        "breadcrumbs": [(course.get_absolute_url(), course.title)],
        "attempts": exam_admission.count_allowed_attempts(
            attempt.enrolment, attempt.paper
        ),
        "topics": _topics(attempt),
        "waiting": waiting,
        "marked": len(items) - waiting,
        "promised_on": open_answer_marking.compute_marking_deadline(ended),
        "is_late": timezone.localdate()
        > open_answer_marking.compute_marking_deadline(ended),
    }


def build_result_context(attempt: Attempt) -> dict[str, Any]:
    """Return the context of the result page of a marked ``attempt``.

    It names topics, and shows as much of the questions as the paper allows.
    """
    course = attempt.enrolment.course
    topics = _topics(attempt)
    known = attempt.enrolment.attempts.select_related("further")
    taken = list(known.order_by("number"))
    is_last = taken[-1] == attempt
    allowed = exam_admission.count_allowed_from_rows(taken, attempt.paper)
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
        and reread_lessons.FIRST_ATTEMPT <= len(taken) + 1 <= allowed,
        "opens_at": exam_admission.find_next_attempt_time(attempt.paper, taken)
        if is_last
        else None,
        "attempts": allowed,
        "none_left": not exam_admission.count_attempts_left(taken, allowed),
        "further_open": is_last and attempt.paper.attempts <= len(taken) < allowed,
        "certificate": _certificate(attempt),
        "open_answers": _open_answers(attempt),
        "shown": answer_review.list_reviewed_questions(attempt),
        "practice": course_practice.build_practice_url(attempt.enrolment),
    }


def build_test_result_context(attempt: Attempt) -> dict[str, Any]:
    """Return the context of the result page of a marked test that does not count."""
    course, topics = attempt.enrolment.course, _topics(attempt)
    return {
        "attempt": attempt,
        "course": course,
        "breadcrumbs": [(course.get_absolute_url(), course.title)],
        "topics": topics,
        "to_read": [one for one in topics if not one.is_full and one.lessons],
        "shown": answer_review.list_reviewed_questions(attempt),
    }


def _topics(attempt: Attempt) -> list[ResultTopic]:
    enrolment = attempt.enrolment
    return [
        ResultTopic(
            label=str(pick_text(result.outcome.texts)[0]),
            right=result.right,
            total=result.total,
            must_pass_failed=result.must_pass_failed,
            lessons=[
                build_lesson_link(enrolment, version)
                for version in reread_lessons.list_lessons_for_outcome(
                    enrolment.edition, result.outcome.number
                )
            ],
        )
        for result in attempt_marking.list_outcome_results(attempt)
    ]


def _regraded_at(attempt: Attempt) -> datetime | None:
    """Return when a corrected question last changed the result."""
    changing = attempt.regradings.changing().order_by("-pk")
    return changing.values_list("at", flat=True).first()


def _open_answers(attempt: Attempt) -> list[OpenAnswerResult]:
    items = AttemptItem.objects.filter(attempt=attempt, question__type__in=BY_PEOPLE)
    items = items.exclude(mark=None).current().with_answers()
    items = items.select_related("question", "correction")
    last = _last_corrections(attempt)
    found = []
    for item in items.prefetch_related("open_marks").order_by("position"):
        correction = last.get(item.pk, item.correction)
        agreed = open_answer_marking.find_answer_mark(item, correction)
        key = open_answer_marking.get_rubric(item, correction)
        marks = [_marked(item, key, one) for one in agreed.counting] if agreed else []
        percentage = int((item.worth or 0) * 100)
        is_given = None if attempt.answers_removed_at else item.answer is not None
        found.append(OpenAnswerResult(item.position, is_given, percentage, marks))
    return found


def _last_corrections(attempt: Attempt) -> dict[int, KeyCorrection]:
    """Return the correction in effect for each regraded item of an attempt."""
    rows = attempt.regradings.select_related("correction").order_by("pk")
    return {row.item_id: row.correction for row in rows}


def _marked(item: AttemptItem, key: Key, given: Any) -> OpenAnswerMark:
    criteria, worths = item.question.text()[0]["criteria"], get_level_points(key)
    return OpenAnswerMark(
        criteria=[
            CriterionMark(
                label=one["text"],
                level=one["levels"][given.levels[one["id"]]],
                points=worths[one["id"]][given.levels[one["id"]]],
                most=max(worths[one["id"]]),
            )
            for one in criteria
        ],
        comment=given.comment,
    )


def _certificate(attempt: Attempt) -> Certificate | None:
    if not (attempt.passed or attempt.verdict.passed):
        return None
    earned = Certificate.objects.filter(completion__enrolment=attempt.enrolment)
    found = earned.with_fate().select_related("completion__course").first()
    if found is not None:
        learner, on = attempt.enrolment.learner, timezone.localdate()
        load_renewal_days([found.completion], on=on, people=[learner])
    return found
