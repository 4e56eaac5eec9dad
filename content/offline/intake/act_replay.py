"""Replay of device acts through the functions of the pages, at the time they were done.

Later work done elsewhere stays. Of two answers, places or paths through a scenario, the
one with the later time counts, and both are recorded.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from content import lesson_answers
from content.learner_view import CourseReader
from content.lesson_answers import BlockGoneError, InvalidChoiceError, OpenedLesson
from content.offline.intake import refusal_reasons
from content.offline.intake.act_parser import DeviceAct
from courses import progress
from courses.assessment.errors import AnswerError
from courses.assessment.practice import course_practice
from courses.errors import ProgressError

if TYPE_CHECKING:
    from content.models.lesson_page import LessonText
    from courses.assessment.models import QuestionVersion
    from courses.models import Enrolment


class ActRefusedError(Exception):
    """An act that is not accepted; ``reason`` is one of ``refusal_reasons``."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass
class CourseActReplay:
    """One learner’s acts in one course, replayed in order."""

    enrolment: "Enrolment"
    texts: "dict[int, LessonText]" = field(default_factory=dict)
    questions: "dict[str, QuestionVersion | None]" = field(default_factory=dict)
    #: Lessons already opened by an earlier act.
    started: set[str] = field(default_factory=set)

    def stand_at(self, now: "Enrolment") -> None:
        """Continue from the enrolment as it is ``now``, under the lock."""
        self.enrolment.ended_at = now.ended_at
        self.enrolment.completed_at = now.completed_at
        self.enrolment.last_seen_at = now.last_seen_at

    def apply(self, act: DeviceAct, *, at: datetime, received_at: datetime) -> None:
        """Do ``act`` as of ``at``; raise ``ActRefusedError`` if it cannot be done."""
        if self.enrolment.ended_at is not None:
            raise ActRefusedError(refusal_reasons.LEFT)
        try:
            if act.kind == "practice":
                self._practise(act, at)
            else:
                opened = self._open(act, at)
                _DOING[act.kind](opened, act, at, received_at)
        except AnswerError as error:
            raise ActRefusedError(refusal_reasons.NO_ANSWER) from error
        except (BlockGoneError, ProgressError) as error:
            raise ActRefusedError(refusal_reasons.GONE) from error
        except InvalidChoiceError as error:
            raise ActRefusedError(refusal_reasons.MOVED) from error

    def _open(self, act: DeviceAct, at: datetime) -> OpenedLesson:
        reader = CourseReader(
            self.enrolment.course, self.enrolment.edition, self.enrolment
        )
        entry = reader.entry(act.unit)
        if entry is None:
            raise BlockGoneError
        unit = entry.version.unit
        if act.unit in self.started:
            progress.record_resume_unit(self.enrolment, unit, at=at)
        else:
            progress.start_unit(self.enrolment, unit, language=act.language, at=at)
        opened = OpenedLesson(reader, entry)
        if unit.pk in self.texts:
            opened.lesson = self.texts[unit.pk]
        elif act.kind not in {"start", "place"}:
            self.texts[unit.pk] = opened.lesson
        return opened

    def _practise(self, act: DeviceAct, at: datetime) -> None:
        key = act.payload["question"]
        if key not in self.questions:
            self.questions[key] = course_practice.find_practice_question(
                self.enrolment, key
            )
        question = self.questions[key]
        if question is None:
            raise BlockGoneError
        fields = act.payload["fields"]
        course_practice.record_practice_answer(
            self.enrolment, question, fields, language=act.language, at=at
        )


def _start(
    opened: OpenedLesson, act: DeviceAct, at: datetime, received_at: datetime
) -> None:
    """Do nothing more: any act in a lesson opens it."""


def _place(
    opened: OpenedLesson, act: DeviceAct, at: datetime, received_at: datetime
) -> None:
    enrolment = opened.enrolment
    if enrolment.last_seen_at is None or enrolment.last_seen_at <= at:
        progress.record_reading_place(enrolment, opened.unit, act.payload["block"])


def _check(
    opened: OpenedLesson, act: DeviceAct, at: datetime, received_at: datetime
) -> None:
    block, fields = act.payload["block"], act.payload["fields"]
    lesson_answers.answer_lesson_question(
        opened, block, fields, language=act.language, at=at
    )


def _decide(
    opened: OpenedLesson, act: DeviceAct, at: datetime, received_at: datetime
) -> None:
    """Take a choice at the device’s step, even if the learner went on elsewhere."""
    block = opened.lesson.scenario
    if block is None or block.id != act.payload["block"]:
        raise BlockGoneError
    choice, value = act.payload["choice"], block.value
    nodes = [name for name in value.nodes_by_name if value.decision(name, choice)]
    if not nodes:
        raise InvalidChoiceError
    here = value.play(opened.path).node["name"]
    node = here if here in nodes else nodes[0]

    def around(path: list[dict[str, Any]]) -> Any:
        return _around(value, path, node, at)

    lesson_answers.take_scenario_choice(
        opened,
        node,
        choice,
        language=act.language,
        at=at,
        recorded_at=received_at,
        around=around,
    )


def _turn_back(
    opened: OpenedLesson, act: DeviceAct, at: datetime, received_at: datetime
) -> None:
    """Go back, unless something newer was done in the scenario."""
    block = opened.lesson.scenario
    if block is None or block.id != act.payload["block"]:
        raise BlockGoneError
    if _is_newest(opened.path, at):
        progress.step_back_in_scenario(
            opened.enrolment,
            opened.unit,
            block.id,
            to_start=act.kind == "restart",
            at=at,
        )


def _done(
    opened: OpenedLesson, act: DeviceAct, at: datetime, received_at: datetime
) -> None:
    if not opened.may_finish:
        raise ActRefusedError(refusal_reasons.UNFINISHED)
    progress.finish_unit(
        opened.enrolment,
        opened.unit,
        language=act.language,
        at=at,
        recorded_at=received_at,
        by_device=True,
    )


def _around(
    value: Any, path: list[dict[str, Any]], node: str, at: datetime
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the steps that lead to ``node`` before a choice, and those to add after it.

    The steps before are needed if the learner is at another step: they repeat the last
    path that was at ``node``. The steps after are needed if the learner did something
    later: they restore the position reached by it.
    """
    before: list[dict[str, Any]] = []
    if value.play(path).node["name"] != node:
        before = _way_to(value, path, node)
    return before, [] if _is_newest(path, at) else _anew(path)


def _way_to(value: Any, path: list[dict[str, Any]], node: str) -> list[dict[str, Any]]:
    """Return steps that lead to ``node`` again; ``InvalidChoiceError`` if none do."""
    for end in range(len(path), -1, -1):
        if value.play(path[:end]).node["name"] == node:
            return _anew(path[:end])
    raise InvalidChoiceError


def _anew(path: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return ``path`` as steps from the start, without those taken back."""
    steps: list[dict[str, Any]] = []
    for step in path:
        if step.get("restart"):
            steps = []
        elif step.get("back"):
            steps = steps[:-1]
        else:
            steps.append(step)
    return [{"restart": True}, *steps]


def _is_newest(path: list[dict[str, Any]], at: datetime) -> bool:
    moment = at.astimezone(UTC).isoformat(timespec="microseconds")
    return all(step.get("at", "") <= moment for step in path)


_DOING: dict[str, Callable[[OpenedLesson, DeviceAct, datetime, datetime], None]] = {
    "start": _start,
    "place": _place,
    "check": _check,
    "decide": _decide,
    "back": _turn_back,
    "restart": _turn_back,
    "done": _done,
}
