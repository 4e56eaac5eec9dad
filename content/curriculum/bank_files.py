"""Read a question bank."""

from dataclasses import dataclass, field
from pathlib import Path

from django.utils import translation

from content.curriculum.errors import Faults
from content.curriculum.scenarios import Scene, read_scene
from content.curriculum.yaml_items import Item, read_yaml
from courses.assessment.composing import Difficulty
from courses.assessment.kinds import KeyFaultError, kind_of
from courses.assessment.kinds.open import LONGEST, MARKERS, USUAL
from elearning.languages import CODES

CHOOSING = ("single", "multiple", "truefalse")
RELEASABLE = (
    *CHOOSING,
    "matching",
    "ordering",
    "numeric",
    "text",
    "cloze",
    "branching",
    "open",
)
TYPES = (*RELEASABLE, "scenario")
KEYS = (
    "id",
    "type",
    "must_pass",
    "difficulty",
    "outcome",
    "cites",
    "stem",
    "choices",
    "pairs",
    "passage",
    "gaps",
    "steps",
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


@dataclass
class Choice:
    """One choice of a question."""

    name: str
    texts: dict[str, str]
    feedbacks: dict[str, str]
    correct: bool


@dataclass
class Pair:
    """One pair of a matching question."""

    name: str
    left: dict[str, str]
    right: dict[str, str]


@dataclass
class Gap:
    """One gap of a text: right and wrong answers, one a line, in each language."""

    name: str
    accepted: dict[str, str]
    wrong: dict[str, str]


@dataclass
class Criterion:
    """One criterion of an open answer: its levels, from no points up, one a line."""

    name: str
    texts: dict[str, str]
    levels: dict[str, str]


@dataclass
class Question:
    """A question, in all languages."""

    code: str
    type: str
    must_pass: bool
    outcome: int
    cites: list[str]
    stems: dict[str, str]
    feedbacks: dict[str, str]
    line: int
    difficulty: str = Difficulty.MEDIUM
    choices: list[Choice] = field(default_factory=list)
    pairs: list[Pair] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    scenes: list[Scene] = field(default_factory=list)
    criteria: list[Criterion] = field(default_factory=list)
    markers: int = 1
    limit: int = USUAL
    passages: dict[str, str] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)
    tolerance: str = ""
    counts_parts: bool = False
    case: str = ""
    answers: dict[str, str] = field(default_factory=dict)

    @property
    def is_releasable(self) -> bool:
        return self.type in RELEASABLE


def read_questions(path: Path, faults: Faults) -> list[Question]:
    """Return the questions in ``path``."""
    top = read_yaml(path, faults)
    if top is None:
        return []
    questions: list[Question] = []
    for item in top.items():
        questions.append(_question(item))
        if [one.code for one in questions].count(questions[-1].code) > 1:
            item.fail(f"The id {questions[-1].code} stands twice.")
    return questions


def _question(item: Item) -> Question:
    item.only(*KEYS)
    question = Question(
        code=item.text("id"),
        type=item.text("type"),
        must_pass=item.boolean("must_pass"),
        outcome=item.integer("outcome"),
        cites=item.strings("cites"),
        stems=item.texts("stem"),
        feedbacks=item.maybe_texts("feedback"),
        line=item.line,
        difficulty=item.text("difficulty", default=Difficulty.MEDIUM),
        choices=[_choice(one) for one in item.list_of("choices", needed=False)],
        pairs=[_pair(one) for one in item.list_of("pairs", needed=False)],
        gaps=[_gap(one) for one in item.list_of("gaps", needed=False)],
        scenes=[read_scene(one) for one in item.list_of("steps", needed=False)],
        criteria=[_criterion(one) for one in item.list_of("criteria", needed=False)],
        markers=item.integer("markers", 1),
        limit=item.integer("limit", USUAL),
        passages=item.maybe_texts("passage"),
        units=item.maybe_texts("unit"),
        tolerance=item.text("tolerance", ""),
        counts_parts=item.boolean("parts"),
        case=item.text("case", ""),
        answers=_answer(item),
    )
    _judge(question, item)
    return question


def _choice(item: Item) -> Choice:
    item.only("id", "correct", "text", "feedback")
    return Choice(
        name=item.name("id"),
        texts=item.texts("text"),
        feedbacks=item.maybe_texts("feedback"),
        correct=item.boolean("correct"),
    )


def _pair(item: Item) -> Pair:
    item.only("id", "left", "right")
    return Pair(item.name("id"), item.texts("left"), item.texts("right"))


def _gap(item: Item) -> Gap:
    item.only("id", "accepted", "wrong")
    return Gap(item.name("id"), item.texts("accepted"), item.maybe_texts("wrong"))


def _criterion(item: Item) -> Criterion:
    item.only("id", "text", "levels")
    levels = [one.as_texts() for one in item.list_of("levels")]
    return Criterion(
        name=item.name("id"),
        texts=item.texts("text"),
        levels={
            language: "\n".join(level[language] for level in levels)
            for language in CODES
        },
    )


def _answer(item: Item) -> dict[str, str]:
    found = item.find("answer")
    if found is None:
        return {}
    if hasattr(found.node, "value") and isinstance(found.node.value, str):
        return dict.fromkeys(("kk", "ru", "en"), found.as_text())
    return found.as_texts()


def _judge(question: Question, item: Item) -> None:
    right = sum(choice.correct for choice in question.choices)
    if question.type not in TYPES:
        item.fail(f"“{question.type}” is no type. Known: {', '.join(TYPES)}.")
    if question.difficulty not in set(Difficulty):
        item.fail("“difficulty” must be easy, medium or hard.")
    if question.markers not in MARKERS:
        item.fail("“markers” is 1 or 2.")
    if not 1 <= question.limit <= LONGEST:
        item.fail(f"“limit” is a number from 1 to {LONGEST}.")
    if question.type in CHOOSING:
        _judge_choices(question, right, item)
    if question.type == "branching":
        _judge_scenes(question, item)
    if question.is_releasable and not question.feedbacks:
        item.fail("“feedback” is missing.")


def _judge_choices(question: Question, right: int, item: Item) -> None:
    if len(question.choices) <= 1:
        item.fail("A question of this type needs at least two choices.")
    if not right or (question.type != "multiple" and right > 1):
        item.fail(f"A {question.type} question cannot have {right} right choices.")
    names = [choice.name for choice in question.choices]
    if len(set(names)) < len(names):
        item.fail("Two choices have the same id.")


def _judge_scenes(question: Question, item: Item) -> None:
    """Refuse what cannot be played or won, in the words that the studio uses."""
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
        with translation.override("en"):  # as all that is said of a bundle
            kind_of("branching").check({"steps": steps}, {"start": start, "ways": ways})
    except KeyFaultError as fault:
        item.fail(str(fault))
    if any(
        len({one.name for one in scene.choices}) < len(scene.choices)
        for scene in question.scenes
    ):
        item.fail("Two choices have the same id.")
