"""Data classes for the questions of a bundle, in all languages."""

from dataclasses import dataclass, field
from pathlib import Path

from content.curriculum.scenario_reader import QuestionScene
from courses.assessment.kinds import KINDS
from courses.assessment.kinds.open_answer_type import USUAL
from courses.assessment.paper_blueprint import Difficulty

CHOOSING = ("single", "multiple", "truefalse")


@dataclass
class BundleChoice:
    """One choice of a question."""

    name: str
    texts: dict[str, str]
    feedbacks: dict[str, str]
    correct: bool


@dataclass
class BundlePair:
    """One pair of a matching question."""

    name: str
    left: dict[str, str]
    right: dict[str, str]


@dataclass
class BundleGap:
    """One gap of a text: right and wrong answers, one per line, in each language."""

    name: str
    accepted: dict[str, str]
    wrong: dict[str, str]


@dataclass
class BundleCriterion:
    """One criterion of an open answer; its levels go up from no points, one per line."""

    name: str
    texts: dict[str, str]
    levels: dict[str, str]


@dataclass
class BundleRegion:
    """One region of a picture."""

    name: str
    labels: dict[str, str]
    feedbacks: dict[str, str]
    correct: bool
    shape: str
    points: list[int]


@dataclass
class BundlePicture:
    """A picture of a bundle, with its text alternative in each language."""

    path: Path
    alts: dict[str, str]
    width: int
    height: int


@dataclass
class BundleQuestion:
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
    choices: list[BundleChoice] = field(default_factory=list)
    pairs: list[BundlePair] = field(default_factory=list)
    gaps: list[BundleGap] = field(default_factory=list)
    scenes: list[QuestionScene] = field(default_factory=list)
    criteria: list[BundleCriterion] = field(default_factory=list)
    regions: list[BundleRegion] = field(default_factory=list)
    picture: BundlePicture | None = None
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
        return self.type in KINDS

    @property
    def is_for_exams(self) -> bool:
        return self.is_releasable and not self.for_practice
