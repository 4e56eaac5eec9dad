"""Exams of invented people, as data for statistics.

The numbers are those of a bank in use: most questions separate strong from weak
candidates, and one does the opposite, as if its key were wrong.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from django.db.models import Count

from content.demo.demo_accounts import get_demo_user
from courses import progress
from courses.assessment.attempts import attempt_start
from courses.assessment.marks import attempt_marking, open_answer_marking
from courses.assessment.models import Attempt, AttemptItem, QuestionVersion, Response
from courses.assessment.statistics import tally_store
from courses.enrolment import enrol_learner
from courses.models import Course, Enrolment
from elearning.staff.models import StaffMember

#: The course whose short exam they sit.
COURSE = "C4-M1"
#: Enough for some of its questions to be asked in thirty exams.
SITTERS = 66
#: Cumulative share of the sitters, and their wrong answers; three wrong answers fail.
_WRONG = ((0.6, 0), (0.8, 1), (1.0, 3))
#: How often strong candidates are misled by the odd question.
_MISLED = 0.6
_ANSWERED, _MARKED = timedelta(minutes=9), timedelta(hours=5)
_AGAIN = timedelta(hours=30)


@dataclass(frozen=True)
class ExamSitter:
    """A person, and the time of their pass."""

    person: StaffMember
    at: datetime


def create_exam_history(
    sitters: Sequence[ExamSitter], *, chance: Random, at: datetime
) -> int:
    """Let ``sitters`` sit the exam, and mark it; return the number of attempts.

    Those who fail sit it again and pass, at the time given. ``at`` is now.
    """
    course = Course.objects.filter(code=COURSE).first()
    if course is None or course.current_edition is None:
        return 0
    wrong = [
        _number_of_wrong((place + 0.5) / len(sitters)) for place in range(len(sitters))
    ]
    chance.shuffle(wrong)
    begun = [
        _begin(one, course, one.at - _AGAIN * (number > 1))
        for one, number in zip(sitters, wrong, strict=True)
    ]
    odd = _most_asked(begun)
    for attempt, number in zip(begun, wrong, strict=True):
        _write(attempt, number, odd, chance)
    failed = Attempt.objects.filter(pk__in=[one.pk for one in begun], passed=False)
    again = list(failed.select_related("enrolment__learner"))
    for first in again:
        _write(_start(first.enrolment, first.started_at + _AGAIN), 0, None, chance)
    tally_store.count_new_attempts(at)
    return len(begun) + len(again)


def _number_of_wrong(share: float) -> int:
    return next(number for limit, number in _WRONG if share < limit)


def _begin(sitter: ExamSitter, course: Course, at: datetime) -> Attempt:
    """Read the lessons the day before, and open the exam."""
    before = at - timedelta(days=1)
    enrolment = enrol_learner(sitter.person, course, by=None, at=before)
    for unit in progress.list_lessons_before_exam(enrolment):
        language = sitter.person.language
        progress.finish_unit(enrolment, unit, language=language, at=before)
    return _start(enrolment, at)


def _start(enrolment: Enrolment, at: datetime) -> Attempt:
    language = enrolment.learner.language
    return attempt_start.start_attempt(enrolment, at=at, by=None, language=language)


def _most_asked(attempts: Sequence[Attempt]) -> int | None:
    """Return the question that will mislead: the one asked most often."""
    asked = AttemptItem.objects.filter(attempt__in=attempts, is_scored=True)
    plain = asked.filter(question__must_pass=False).exclude(question__type="open")
    counted = plain.values("question").annotate(times=Count("pk"))
    found = counted.order_by("-times", "question").first()
    return found["question"] if found else None


def _write(attempt: Attempt, wrong: int, odd: int | None, chance: Random) -> None:
    """Answer, hand in, and have the open answer marked, with ``wrong`` wrong answers.

    Only candidates without wrong answers may be misled by the ``odd`` question.
    """
    items = list(attempt.items.select_related("question").order_by("position"))
    fails = wrong > 1
    plain = [one for one in items if not _is_spared(one.question, fails=fails)]
    is_misled = not wrong and chance.random() < _MISLED
    missed = [one.pk for one in plain if is_misled and one.question_id == odd]
    others = [one.pk for one in plain if one.question_id != odd]
    missed += chance.sample(others, min(wrong, len(others)))
    moment = attempt.started_at + _ANSWERED
    Response.objects.bulk_create(
        Response(
            item=one,
            sequence=1,
            saved_at=moment,
            given=_given(one, is_missed=one.pk in missed),
        )
        for one in items
    )
    attempt_marking.mark_attempt(attempt, at=moment + timedelta(minutes=1))
    for one in items:
        if one.question.is_marked_by_people:
            _mark(one, moment + _MARKED, fails=fails)


def _is_spared(question: QuestionVersion, *, fails: bool) -> bool:
    """Tell whether a question stays right: must-pass ones go wrong only if one ``fails``."""
    return question.is_marked_by_people or (question.must_pass and not fails)


def _given(item: AttemptItem, *, is_missed: bool) -> object:
    """Return an answer; a wrong one is a single wrong choice."""
    question = item.question
    if question.is_marked_by_people:
        return "Консультация еркін: келу де, бас тарту да өз шешіміңіз."
    if not is_missed:
        return question.kind.solution(question.key)
    wrong = [name for name in item.order if name not in question.key["right"]]
    return wrong[:1]


def _mark(item: AttemptItem, at: datetime, *, fails: bool) -> None:
    """Mark the open answer, by as many trainers as its rubric requires."""
    full = item.question.key["criteria"]
    levels = {name: most // (1 + fails) for name, most in full.items()}
    for trainer in ("trainer", "trainer-2")[
        : open_answer_marking.count_required_markers(item)
    ]:
        open_answer_marking.record_open_mark(
            item, levels, comment="", by=get_demo_user(trainer), at=at
        )
