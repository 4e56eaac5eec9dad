"""Practice with the practice questions of a course, untimed and without a result.

Questions never answered come first, then those answered wrongly, then the rest, each
from the longest ago on. Only the last answer to each question is stored, for the
learner alone; questions of exams are never asked.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Value
from django.db.models.functions import Coalesce
from django.urls import reverse

from courses.assessment.events import PracticeAnswered
from courses.assessment.kinds import Sent
from courses.assessment.models import (
    PracticeAnswer,
    QuestionState,
    QuestionVersion,
    build_state_expression,
)
from courses.assessment.practice import self_check_questions
from courses.models import Enrolment, Unit, UnitText
from courses.transactions import unit_of_work


@dataclass(frozen=True)
class PracticeProgress:
    """A learner's progress: the questions, and the key of the next to answer."""

    total: int
    right: int
    answered: int
    next_key: str

    @property
    def new(self) -> int:
        return self.total - self.answered


@dataclass(frozen=True)
class LessonSelfChecks:
    """The self-checks of a lesson, and how many were last answered right."""

    slug: str
    title: str
    total: int
    right: int


def build_practice_progress(enrolment: Enrolment) -> PracticeProgress:
    """Return the learner's progress and the next question, in two queries."""
    kept = {
        row.question_id: row
        for row in PracticeAnswer.objects.filter(enrolment=enrolment).defer("given")
    }

    def turn(row: tuple[int, str]) -> tuple[int, str, str]:
        answer = kept.get(row[0])
        chance = hashlib.sha256(f"{enrolment.key}{row[1]}".encode()).hexdigest()
        if answer is None:
            return 0, "", chance
        return 1 + answer.is_right, answer.answered_at.isoformat(), chance

    rows = [
        (pk, str(key))
        for pk, key in list_edition_questions(enrolment.edition_id).values_list(
            "pk", "version__unit__key"
        )
    ]
    ordered = sorted(rows, key=turn)
    there = [kept[pk] for pk, _key in rows if pk in kept]
    return PracticeProgress(
        total=len(rows),
        right=sum(answer.is_right for answer in there),
        answered=len(there),
        next_key=ordered[0][1] if ordered else "",
    )


def build_practice_url(enrolment: Enrolment) -> str:
    """Return the address of a course's practice page, or an empty string.

    Empty for somebody who left the course, or if the edition has no questions.
    """
    if enrolment.ended_at is not None or not _is_offered(enrolment):
        return ""
    return reverse("assessment:practice", args=[enrolment.key])


def find_practice_question(enrolment: Enrolment, key: str) -> QuestionVersion | None:
    """Return the practice question whose unit has ``key``, if the edition has it."""
    found = list_edition_questions(enrolment.edition_id).filter(version__unit__key=key)
    return found.select_related("version__unit").first()


def record_practice_answer(
    enrolment: Enrolment,
    question: QuestionVersion,
    sent: Sent,
    *,
    language: str,
    at: datetime,
) -> PracticeAnswer:
    """Mark the answer sent for ``question``, and store it in place of the last one.

    An answer newer than ``at`` stays, since a device may send old answers late. Raises
    ``AnswerError`` for an invalid or empty answer.
    """
    name = str(question.version.unit.key)
    weighed = self_check_questions.mark_answer(name, question, sent)
    facts = {
        "given": weighed.given,
        "is_right": weighed.is_right,
        "answered_at": at,
    }
    with unit_of_work():
        kept, created = PracticeAnswer.objects.select_for_update().get_or_create(
            enrolment=enrolment, question=question, defaults=facts
        )
        if not created and kept.answered_at <= at:
            kept.given, kept.is_right = weighed.given, weighed.is_right
            kept.answered_at = at
            kept.save(update_fields=list(facts))
        PracticeAnswered(
            enrolment,
            question,
            response=weighed.response,
            correct=weighed.is_right,
            score=weighed.score,
            language=language,
            at=at,
        ).send()
    return kept


def list_lesson_self_checks(enrolment: Enrolment) -> list[LessonSelfChecks]:
    """Return the lessons of the edition that have self-checks, in order."""
    notes = {row.unit_id: row.notes for row in enrolment.progress.all()}
    found = []
    for entry in enrolment.edition.steps:
        text: UnitText = entry.version.text()
        blocks = text.details.get("checks", [])
        if entry.version.unit.kind != Unit.Kind.LESSON or not blocks:
            continue
        known = notes.get(entry.version.unit_id, {})
        right = sum(bool(known.get(block, {}).get("correct")) for block in blocks)
        slug = entry.version.unit.slug
        found.append(LessonSelfChecks(slug, text.title, len(blocks), right))
    return found


def list_edition_questions(edition: int) -> "self_check_questions.Questions":
    """Return the practice questions of an edition (its id), but no leaked or retired ones."""
    rows = self_check_questions.list_practice_questions().filter(
        version__entries__edition=edition
    )
    state = Coalesce(
        build_state_expression("version__unit"), Value(QuestionState.LIVE.value)
    )
    out = [QuestionState.RETIRED, QuestionState.QUARANTINED]
    return rows.annotate(state=state).exclude(state__in=out)


def _is_offered(enrolment: Enrolment) -> bool:
    steps = enrolment.edition.steps
    has_checks = any(step.version.text().details.get("checks") for step in steps)
    return has_checks or list_edition_questions(enrolment.edition_id).exists()
