"""Reader for the question bank of a bundle."""

from pathlib import Path

from content.curriculum.bundle_questions import (
    BundleChoice,
    BundleCriterion,
    BundleGap,
    BundlePair,
    BundleQuestion,
)
from content.curriculum.bundle_regions import read_picture, read_region
from content.curriculum.errors import FaultCollector
from content.curriculum.question_validation import check_question
from content.curriculum.scenario_reader import read_scene
from content.curriculum.yaml_items import YamlItem, read_yaml
from courses.assessment.kinds.open_answer_type import USUAL
from courses.assessment.paper_blueprint import Difficulty
from elearning.languages import CODES

KEYS = (
    "id",
    "type",
    "must_pass",
    "difficulty",
    "for_practice",
    "outcome",
    "cites",
    "stem",
    "choices",
    "pairs",
    "passage",
    "gaps",
    "steps",
    "picture",
    "picture_alt",
    "regions",
    "answer",
    "criteria",
    "markers",
    "limit",
    "tolerance",
    "unit",
    "parts",
    "feedback",
    "case",
)


def read_questions(path: Path, faults: FaultCollector) -> list[BundleQuestion]:
    """Return the questions in ``path``."""
    top = read_yaml(path, faults)
    if top is None:
        return []
    questions: list[BundleQuestion] = []
    for item in top.items():
        questions.append(_question(item))
        if [one.code for one in questions].count(questions[-1].code) > 1:
            item.fail(f"The id {questions[-1].code} stands twice.")
    return questions


def _question(item: YamlItem) -> BundleQuestion:
    item.only(*KEYS)
    question = BundleQuestion(
        code=item.text("id"),
        type=item.text("type"),
        must_pass=item.boolean("must_pass"),
        outcome=item.integer("outcome"),
        cites=item.strings("cites"),
        stems=item.texts("stem"),
        feedbacks=item.maybe_texts("feedback"),
        line=item.line,
        path=item.path,
        difficulty=item.text("difficulty", default=Difficulty.MEDIUM),
        choices=[_choice(one) for one in item.list_of("choices", needed=False)],
        pairs=[_pair(one) for one in item.list_of("pairs", needed=False)],
        gaps=[_gap(one) for one in item.list_of("gaps", needed=False)],
        scenes=[read_scene(one) for one in item.list_of("steps", needed=False)],
        criteria=[_criterion(one) for one in item.list_of("criteria", needed=False)],
        regions=[read_region(one) for one in item.list_of("regions", needed=False)],
        picture=read_picture(item),
        for_practice=item.boolean("for_practice"),
        markers=item.integer("markers", 1),
        limit=item.integer("limit", USUAL),
        passages=item.maybe_texts("passage"),
        units=item.maybe_texts("unit"),
        tolerance=item.text("tolerance", ""),
        counts_parts=item.boolean("parts"),
        case=item.text("case", ""),
        answers=_answer(item),
    )
    check_question(question, item)
    return question


def _choice(item: YamlItem) -> BundleChoice:
    item.only("id", "correct", "text", "feedback")
    return BundleChoice(
        name=item.name("id"),
        texts=item.texts("text"),
        feedbacks=item.maybe_texts("feedback"),
        correct=item.boolean("correct"),
    )


def _pair(item: YamlItem) -> BundlePair:
    item.only("id", "left", "right")
    return BundlePair(item.name("id"), item.texts("left"), item.texts("right"))


def _gap(item: YamlItem) -> BundleGap:
    item.only("id", "accepted", "wrong")
    return BundleGap(item.name("id"), item.texts("accepted"), item.maybe_texts("wrong"))


def _criterion(item: YamlItem) -> BundleCriterion:
    item.only("id", "text", "levels")
    levels = [one.as_texts() for one in item.list_of("levels")]
    return BundleCriterion(
        name=item.name("id"),
        texts=item.texts("text"),
        levels={
            language: "\n".join(level[language] for level in levels)
            for language in CODES
        },
    )


def _answer(item: YamlItem) -> dict[str, str]:
    found = item.find("answer")
    if found is None:
        return {}
    if hasattr(found.node, "value") and isinstance(found.node.value, str):
        return dict.fromkeys(CODES, found.as_text())
    return found.as_texts()
