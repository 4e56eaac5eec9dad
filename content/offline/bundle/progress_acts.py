"""A learner’s progress on a course, as acts in the device’s format.

With it, a device that gets a course halfway shows answers given elsewhere.
"""

from collections.abc import Iterator
from typing import Any

from content.learner_view import CourseReader
from content.models.lesson_page import LessonText
from content.offline.bundle.edition_material import EditionMaterial
from courses.assessment.models import PracticeAnswer, QuestionVersion
from courses.assessment.practice import self_check_questions
from courses.models import UnitProgress

type Act = dict[str, Any]


def list_progress_acts(reader: CourseReader, *, language: str) -> list[Act]:
    """Return the acts of ``reader``, in the order in which a page takes them.

    Takes a fixed number of queries. ``at`` is missing if the platform does not record
    it.
    """
    shared = {"course": reader.course.slug, "language": language}
    material = EditionMaterial(reader.course, reader.edition)
    acts: list[Act] = []
    for entry in material.entries:
        unit = entry.version.unit
        if row := reader.progress.get(unit.pk):
            about = shared | {"unit": unit.slug}
            lesson = material.lessons[entry.pk]
            acts += [about | act for act in _of_lesson(row, lesson)]
    return acts + [shared | {"unit": ""} | act for act in _of_practice(reader)]


def _of_lesson(row: UnitProgress, lesson: LessonText) -> Iterator[Act]:
    yield {"kind": "start", "at": row.started_at.isoformat()}
    for block, note in row.notes.items():
        if "path" in note:
            for step in note["path"]:
                yield _of_scenario(block, step)
        elif (question := _question(lesson, block)) is not None:
            given = note.get(
                "given", note.get("choices")
            )  # as in ``self_check_questions.build_self_check``
            fields = self_check_questions.build_submitted_fields(block, question, given)
            yield {"kind": "check", "block": block, "fields": fields}
    if row.block:
        yield {"kind": "place", "block": row.block}
    if row.finished_at:
        yield {"kind": "done", "at": row.finished_at.isoformat()}


def _question(lesson: LessonText, name: str) -> QuestionVersion | None:
    block = lesson.block(name)
    return lesson.question(block) if block is not None else None


def _of_scenario(block: str, step: dict[str, Any]) -> Act:
    for turn in ("restart", "back"):
        if step.get(turn):
            return {"kind": turn, "block": block}
    return {"kind": "decide", "block": block, "choice": step.get("choice", "")}


def _of_practice(reader: CourseReader) -> Iterator[Act]:
    answers = PracticeAnswer.objects.filter(enrolment=reader.enrolment)
    rows = answers.select_related("question__version__unit").order_by("answered_at")
    for row in rows:
        name = str(row.question.version.unit.key)
        yield {
            "kind": "practice",
            "question": name,
            "fields": self_check_questions.build_submitted_fields(
                name, row.question, row.given
            ),
            "at": row.answered_at.isoformat(),
        }
