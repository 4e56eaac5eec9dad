"""The result of an exam: how it went by topic, what to read again, what comes next."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone

from courses.assessment.asking import showing
from courses.assessment.attempts import admission, rereading
from courses.assessment.kinds import MARKED_BY_PEOPLE as BY_PEOPLE
from courses.assessment.kinds import Key
from courses.assessment.kinds.open import scale
from courses.assessment.marks import marking, open_marking
from courses.assessment.models import Attempt, AttemptItem, KeyCorrection
from courses.assessment.pages.start import Link, lesson_link
from courses.assessment.practice import practising
from courses.certificates.models import Certificate
from courses.compliance.renewing import with_renewals
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


@dataclass(frozen=True)
class Criterion:
    """What an answer got for one criterion: its name, and the level that was reached."""

    label: str
    level: str
    points: int
    most: int


@dataclass(frozen=True)
class Marked:
    """What one person gave for an open answer, and what she says about it."""

    criteria: list[Criterion]
    comment: str


@dataclass(frozen=True)
class OpenAnswer:
    """An open answer in the result: its number in the exam, its mark, who gave what.

    Whether it ``is_given`` nobody can say any more (``None``) once answers went.
    """

    number: int
    is_given: bool | None
    percentage: int
    marks: list[Marked]


def waiting_of(attempt: Attempt) -> dict[str, Any]:
    """Return what is known of an attempt that people still mark, and by when they do."""
    course = attempt.enrolment.course
    items = list(AttemptItem.objects.filter(attempt=attempt).counting())
    waiting = sum(item.mark is None for item in items)
    ended = timezone.localdate(attempt.handed_in_at or attempt.ends_at)
    return {
        "attempt": attempt,
        "course": course,
        "breadcrumbs": [(course.get_absolute_url(), course.title)],
        "attempts": admission.attempts_allowed(attempt.enrolment, attempt.paper),
        "topics": _topics(attempt),
        "waiting": waiting,
        "marked": len(items) - waiting,
        "promised_on": open_marking.promised_on(ended),
        "is_late": timezone.localdate() > open_marking.promised_on(ended),
    }


def result_of(attempt: Attempt) -> dict[str, Any]:
    """Return what the result page of a marked ``attempt`` shows.

    It names topics; of the questions it shows as much as the paper allows.
    """
    course = attempt.enrolment.course
    topics = _topics(attempt)
    known = attempt.enrolment.attempts.select_related("further")
    taken = list(known.order_by("number"))
    is_last = taken[-1] == attempt
    allowed = admission.attempts_in_all(taken, attempt.paper)
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
        "none_left": not admission.attempts_left(taken, allowed),
        "further_open": is_last and attempt.paper.attempts <= len(taken) < allowed,
        "certificate": _certificate(attempt),
        "open_answers": _open_answers(attempt),
        "shown": showing.shown(attempt),
        "practice": practising.address(attempt.enrolment),
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


def _open_answers(attempt: Attempt) -> list[OpenAnswer]:
    items = AttemptItem.objects.filter(attempt=attempt, question__type__in=BY_PEOPLE)
    items = items.exclude(mark=None).current().with_answers()
    items = items.select_related("question", "correction")
    last = _last_corrections(attempt)
    found = []
    for item in items.prefetch_related("open_marks").order_by("position"):
        correction = last.get(item.pk, item.correction)
        agreed = open_marking.outcome(item, correction)
        key = open_marking.rubric(item, correction)
        marks = [_marked(item, key, one) for one in agreed.counting] if agreed else []
        percentage = int((item.worth or 0) * 100)
        is_given = None if attempt.answers_removed_at else item.answer is not None
        found.append(OpenAnswer(item.position, is_given, percentage, marks))
    return found


def _last_corrections(attempt: Attempt) -> dict[int, KeyCorrection]:
    """Return by which correction each regraded item of an attempt counts now."""
    rows = attempt.regradings.select_related("correction").order_by("pk")
    return {row.item_id: row.correction for row in rows}


def _marked(item: AttemptItem, key: Key, given: Any) -> Marked:
    criteria, worths = item.question.text()[0]["criteria"], scale(key)
    return Marked(
        criteria=[
            Criterion(
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
        with_renewals([found.completion], on=on, people=[learner])
    return found
