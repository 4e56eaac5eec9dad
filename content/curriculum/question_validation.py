"""Checks of single questions: one that cannot be asked or marked is a fault."""

from django.utils import translation

from content.curriculum.bundle_questions import (
    CHOOSING,
    BundleQuestion,
)
from content.curriculum.bundle_regions import check_regions
from content.curriculum.yaml_items import YamlItem
from content.questions.types import BANK_TYPES
from courses.assessment.kinds import KINDS, PRACTISED, AnswerKeyError
from courses.assessment.kinds.open_answer_type import LONGEST, MARKERS
from courses.assessment.paper_blueprint import Difficulty


def check_question(question: BundleQuestion, item: YamlItem) -> None:
    """Note as faults what no exam and no lesson could ask or mark."""
    if question.type not in BANK_TYPES:
        item.fail(f"“{question.type}” is no type. Known: {', '.join(BANK_TYPES)}.")
    if question.difficulty not in set(Difficulty):
        item.fail("“difficulty” must be easy, medium or hard.")
    if question.markers not in MARKERS:
        item.fail("“markers” is 1 or 2.")
    if not 1 <= question.limit <= LONGEST:
        item.fail(f"“limit” is a number from 1 to {LONGEST}.")
    if question.for_practice and not _may_be_practised(question):
        item.fail(
            "A question for practice is neither open, nor a scenario, nor must-pass."
        )
    if question.is_releasable and not question.feedbacks:
        item.fail("“feedback” is missing.")
    _judge_parts(question, item)


def _judge_parts(question: BundleQuestion, item: YamlItem) -> None:
    if question.type in CHOOSING:
        _judge_choices(question, item)
    if question.type == "branching":
        _judge_scenes(question, item)
    if question.type == "hotspot":
        check_regions(question, item)


def _may_be_practised(question: BundleQuestion) -> bool:
    return question.type in PRACTISED and not question.must_pass


def _judge_choices(question: BundleQuestion, item: YamlItem) -> None:
    right = sum(choice.correct for choice in question.choices)
    if len(question.choices) <= 1:
        item.fail("A question of this type needs at least two choices.")
    if not right or (question.type != "multiple" and right > 1):
        item.fail(f"A {question.type} question cannot have {right} right choices.")
    names = [choice.name for choice in question.choices]
    if len(set(names)) < len(names):
        item.fail("Two choices have the same id.")


def _judge_scenes(question: BundleQuestion, item: YamlItem) -> None:
    """Add faults for scenes that cannot be played or won, in the words of the studio."""
    steps = [
        {
            "id": scene.name,
            "text": "",
            "choices": [
                {"id": f"{scene.name}-{one.name}", "text": "", "to": one.to}
                for one in scene.choices
            ],
        }
        for scene in question.scenes
    ]
    ways = [
        {
            "step": scene.name,
            "choice": f"{scene.name}-{one.name}",
            "to": one.to,
            "points": one.score,
            "is_breach": one.is_breach,
        }
        for scene in question.scenes
        for one in scene.choices
    ]
    start = question.scenes[0].name if question.scenes else ""
    try:
        with translation.override("en"):  # as every message about a bundle
            KINDS["branching"].check({"steps": steps}, {"start": start, "ways": ways})
    except AnswerKeyError as fault:
        item.fail(str(fault))
    if any(
        len({one.name for one in scene.choices}) < len(scene.choices)
        for scene in question.scenes
    ):
        item.fail("Two choices have the same id.")
