"""Questions of a bundle, once they are read: in all languages."""

from dataclasses import dataclass, field
from pathlib import Path

from content.curriculum.scenarios import Scene
from courses.assessment.composing import Difficulty
from courses.assessment.kinds.open import USUAL

CHOOSING = ("single", "multiple", "truefalse")
RELEASABLE = (
    *CHOOSING,
    "matching",
    "ordering",
    "numeric",
    "text",
    "cloze",
    "branching",
    "hotspot",
    "open",
)
#: What waits for a trainer, or is no single answer, is never asked for practice.
UNPRACTISED = ("branching", "open", "scenario")
TYPES = (*RELEASABLE, "scenario")


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
class Region:
    """One region of a picture."""

    name: str
    labels: dict[str, str]
    feedbacks: dict[str, str]
    correct: bool
    shape: str
    points: list[int]


@dataclass
class Picture:
    """A picture of a bundle, with the words for those who do not see it."""

    path: Path
    alts: dict[str, str]
    width: int
    height: int


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
    path: Path
    difficulty: str = Difficulty.MEDIUM
    choices: list[Choice] = field(default_factory=list)
    pairs: list[Pair] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    scenes: list[Scene] = field(default_factory=list)
    criteria: list[Criterion] = field(default_factory=list)
    regions: list[Region] = field(default_factory=list)
    picture: Picture | None = None
    for_practice: bool = False
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

    @property
    def is_for_exams(self) -> bool:
        return self.is_releasable and not self.for_practice
