"""A question as files carry it: plain data in one language, joined by its code."""

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

#: How many questions a file has at most.
MOST = 3000
#: How long a text of a question is at most before it is read, in characters.
LONGEST = 100_000
MOST_ANSWERS = 100
#: What no text may hold: control characters, and the marks of readers of GIFT.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ue000-\uf8ff\ufffe\uffff]")
#: A gap in a passage.
GAP = re.compile(r"\[\[([\w-]+)\]\]")

CHOOSING = ("single", "multiple", "truefalse", "scenario")
#: Types that no file carries, and those that need a package with their picture in it.
UNCARRIED = ("branching",)
PICTURED = ("hotspot",)
#: Types that no row of a table has room for.
UNTABLED = (*UNCARRIED, *PICTURED)
#: The words of true and false that other systems put for us.
TRUE_FALSE = {
    "kk": ("Дұрыс", "Бұрыс"),
    "ru": ("Верно", "Неверно"),
    "en": ("True", "False"),
}


class ExchangeError(Exception):
    """A file that cannot be read at all; says why and what to do."""


class QuestionError(Exception):
    """A question in a file that cannot be read; ``line`` where it is known better."""

    def __init__(self, reason: str, line: int = 0) -> None:
        super().__init__(reason)
        self.reason, self.line = reason, line


def demand_few(questions: int) -> None:
    """Raise ``ExchangeError`` for a file of more questions than are taken: ask it early."""
    if questions > MOST:
        raise ExchangeError(
            _(
                "There are too many questions in this file, at most: %(count)s. Split it."
            )
            % {"count": MOST}
        )


def demand_short(text: str) -> None:
    """Raise ``QuestionError`` for the text of a question that no field could hold."""
    if len(text) > LONGEST:
        raise QuestionError(
            _("This question is too long: at most %(count)s characters are read.")
            % {"count": LONGEST}
        )


def demand_few_answers(answers: int) -> None:
    """Raise ``QuestionError`` for a question with more answers than anybody reads."""
    if answers > MOST_ANSWERS:
        raise QuestionError(
            _("This question has too many answers, at most: %(count)s.")
            % {"count": MOST_ANSWERS}
        )


@dataclass(frozen=True)
class Choice:
    """One choice."""

    text: str
    is_right: bool = False
    feedback: str = ""


@dataclass(frozen=True)
class Pair:
    """Two things that belong together; without ``left`` a counterpart too many."""

    left: str
    right: str


@dataclass(frozen=True)
class Gap:
    """One gap of a passage; with wrong answers it is a list to choose from.

    The first gap is called ``[[1]]`` in the passage, wherever it stands there.
    """

    accepted: tuple[str, ...]
    wrong: tuple[str, ...] = ()


@dataclass(frozen=True)
class Picture:
    """A picture beside a question, its size in pixels, and the words for it."""

    name: str = field(compare=False)
    content: bytes = field(repr=False)
    width: int
    height: int
    alt: str


@dataclass(frozen=True)
class Region:
    """One region of a picture, its points in thousandths (see ``kinds.regions``)."""

    label: str
    shape: str
    points: tuple[int, ...]
    is_right: bool = False
    feedback: str = ""


@dataclass(frozen=True)
class Question:
    """A question in one language.

    ``number``, ``tolerance`` and ``unit`` are of numbers, ``accepted`` of short answers,
    ``sample`` says what has to be in an open answer, ``case`` is the code of the case
    that it is about, and its place there (``C1-K01 2``): the text stays in the bank.
    """

    language: str
    type: str
    stem: str
    code: str = ""
    outcome: int | None = None
    cites: tuple[str, ...] = ()
    must_pass: bool = False
    difficulty: str = "medium"
    for_practice: bool = False
    counts_parts: bool = False
    choices: tuple[Choice, ...] = ()
    pairs: tuple[Pair, ...] = ()
    steps: tuple[str, ...] = ()
    passage: str = ""
    gaps: tuple[Gap, ...] = ()
    accepted: tuple[str, ...] = ()
    number: str = ""
    tolerance: str = ""
    unit: str = ""
    sample: str = ""
    picture: Picture | None = None
    regions: tuple[Region, ...] = ()
    feedback: str = ""
    case: str = ""

    def digest(self) -> str:
        """Return the hash of everything that it asks by itself (SHA-256, hex).

        A picture is known by its description and regions: each export draws it anew.
        """
        facts = asdict(replace(self, case="", picture=None))
        facts["picture"] = self.picture and self.picture.alt
        for name in ("for_practice", "picture", "regions"):
            if not facts[name]:  # hashes of all other questions stay what they are
                del facts[name]
        plain = json.dumps(facts, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(plain.encode()).hexdigest()

    def asks(self) -> str:
        """Return the hash of what is asked and right: a duplicate has the same."""
        plain = replace(self, code="", outcome=None, cites=())
        plain = replace(plain, must_pass=False, counts_parts=False, for_practice=False)
        return replace(plain, difficulty="medium").digest()

    def shape(self) -> list[Any]:
        """Return what languages of one question must have in common."""
        return [
            self.type,
            self.must_pass,
            self.difficulty,
            self.for_practice,
            [(one.is_right, one.shape, one.points) for one in self.regions],
            [choice.is_right for choice in self.choices],
            [bool(pair.left) for pair in self.pairs],
            len(self.steps),
            [len(gap.wrong) for gap in self.gaps],
            self.number,
            self.tolerance,
        ]


@dataclass(frozen=True)
class Read:
    """A question with its place in the file, and what of it could not be carried."""

    question: Question
    place: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Fault:
    """Something that cannot be read, with its place in the file."""

    place: str
    reason: str
    code: str = ""


@dataclass
class Reading:
    """What a file holds; ``notes`` are about the whole of it."""

    questions: list[Read] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Loss:
    """A question that a format cannot carry whole: left out, or without a part of it."""

    code: str
    language: str
    reason: str
    is_left_out: bool = False


def tidy(question: Question) -> Question:
    """Return ``question`` with texts as the bank keeps them: no spaces around them."""
    return replace(
        question,
        **_tidied(
            question,
            "stem code passage number unit sample feedback case",
            clean,
        ),
        **_tidied(question, "tolerance", _tolerance),
        **_tidied(question, "cites steps accepted", _cleaned),
        choices=tuple(
            Choice(clean(one.text), one.is_right, clean(one.feedback))
            for one in question.choices
        ),
        pairs=tuple(Pair(clean(one.left), clean(one.right)) for one in question.pairs),
        gaps=tuple(map(_gap, question.gaps)),
        picture=question.picture
        and replace(question.picture, alt=clean(question.picture.alt)),
        regions=tuple(
            replace(one, label=clean(one.label), feedback=clean(one.feedback))
            for one in question.regions
        ),
    )


def clean(text: str) -> str:
    """Return ``text`` without spaces around it and without control characters."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def _tolerance(text: str) -> str:
    """Return a tolerance; one of nothing is left empty, as the bank has it."""
    return "" if re.fullmatch(r"0*[.,]?0*", clean(text)) else clean(text)


def _gap(gap: Gap) -> Gap:
    """Return a gap tidied; a list to choose from has one right answer."""
    accepted, wrong = _cleaned(gap.accepted), _cleaned(gap.wrong)
    return Gap(accepted[:1] if wrong else accepted, wrong)


def _tidied(question: Question, names: str, by: Callable[[Any], Any]) -> dict[str, Any]:
    return {name: by(getattr(question, name)) for name in names.split()}


def _cleaned(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(text for text in map(clean, texts) if text)
