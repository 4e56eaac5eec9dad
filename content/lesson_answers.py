"""Actions of a learner in a lesson: answer, decide, go back, finish.

The lesson page and the intake of device acts share them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.utils import timezone

from content.blocks.body_reader import split_citations
from content.learner_view import CourseReader, build_lesson_url, load_lesson_text
from content.models.lesson_page import LessonText
from courses import progress
from courses.assessment.practice import self_check_questions
from courses.events import ScenarioDecided
from courses.models import EditionEntry
from courses.progress import Around


class BlockGoneError(Exception):
    """The lesson no longer has this part."""


class InvalidChoiceError(Exception):
    """The learner’s current step has no such choice."""


@dataclass
class OpenedLesson:
    """A lesson opened by a learner of the course."""

    reader: CourseReader
    entry: EditionEntry

    @property
    def url(self) -> str:
        return build_lesson_url(self.reader.course, self.entry)

    @property
    def unit(self) -> Any:
        return self.entry.version.unit

    @property
    def enrolment(self) -> Any:
        return self.reader.enrolment

    @cached_property
    def lesson(self) -> LessonText:
        text = load_lesson_text(self.entry.version.text())
        text.ask(self.reader.edition)
        return text

    @property
    def notes(self) -> dict[str, Any]:
        row = self.reader.progress.get(self.unit.pk)
        return row.notes if row else {}

    @property
    def is_finished(self) -> bool:
        return self.unit.pk in self.reader.finished

    @property
    def may_finish(self) -> bool:
        """Whether the lesson can be marked as done: a scenario must have ended."""
        scenario = self.lesson.scenario
        if scenario is None or self.is_finished:
            return True
        return bool(scenario.value.play(self.path).has_ended)

    @property
    def path(self) -> list[dict[str, Any]]:
        """The steps taken in the scenario so far."""
        scenario = self.lesson.scenario
        path: list[dict[str, Any]] = self.notes.get(scenario.id, {}).get("path", [])
        return path

    def neighbour(self, step: int) -> EditionEntry | None:
        """Return the step before (-1) or after (1) this lesson."""
        steps = self.reader.edition.steps
        index = steps.index(self.entry) + step
        return steps[index] if 0 <= index < len(steps) else None


def answer_lesson_question(
    opened: OpenedLesson,
    block_id: str,
    sent: Mapping[str, Sequence[str]],
    *,
    language: str,
    at: datetime | None = None,
) -> None:
    """Answer the question of a block with the form data ``sent``.

    Raises ``BlockGoneError`` if there is no question, ``AnswerError`` for an invalid
    answer.
    """
    block = opened.lesson.block(block_id)
    question = opened.lesson.question(block) if block else None
    if question is None:
        raise BlockGoneError
    self_check_questions.answer_self_check(
        opened.enrolment,
        opened.unit,
        block_id,
        question,
        sent,
        language=language,
        at=at,
    )


def take_scenario_choice(
    opened: OpenedLesson,
    node: str,
    choice: str,
    *,
    language: str,
    at: datetime | None = None,
    recorded_at: datetime | None = None,
    around: Around | None = None,
) -> None:
    """Take ``choice`` at the step ``node`` of the scenario; an ending finishes the lesson.

    ``recorded_at`` is when the platform heard of it, where it was done on a device. Raises
    ``BlockGoneError`` without a scenario, ``InvalidChoiceError`` where ``node`` has no such
    choice.
    """
    block = opened.lesson.scenario
    if block is None:
        raise BlockGoneError
    decision = block.value.decision(node, choice)
    if decision is None:
        raise InvalidChoiceError
    reached = block.value.nodes_by_name[decision["to"]]
    decided = ScenarioDecided(
        opened.enrolment,
        opened.unit,
        block.id,
        choice,
        node=decision["to"],
        correct=reached["ending"] == "good" if reached["ending"] else None,
        score=decision["score"] or 0,
        language=language,
        at=at or timezone.now(),
        cites=split_citations(reached["cites"] or ""),
    )
    progress.record_scenario_choice(decided, around=around)
    if reached["ending"]:
        progress.finish_unit(
            opened.enrolment,
            opened.unit,
            language=language,
            at=at,
            recorded_at=recorded_at,
            by_device=recorded_at is not None,
        )
