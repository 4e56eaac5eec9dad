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


def check_question_count(questions: int) -> None:
    """Raise ``ExchangeError`` for a file of more questions than are taken: ask it early."""
    if questions > MOST:
        raise ExchangeError(
            _(
                "There are too many questions in this file. The limit is "
                "%(count)s. Split the file."
            )
            % {"count": MOST}
        )


def check_question_length(text: str) -> None:
    """Raise ``QuestionError`` for the text of a question that no field could hold."""
    if len(text) > LONGEST:
        raise QuestionError(
            _("This question is too long. The limit is %(count)s characters.")
            % {"count": LONGEST}
        )


def check_answer_count(answers: int) -> None:
    """Raise ``QuestionError`` for a question with more answers than anybody reads."""
    if answers > MOST_ANSWERS:
        raise QuestionError(
            _("This question has too many answers. The limit is %(count)s.")
            % {"count": MOST_ANSWERS}
        )


@dataclass(frozen=True)
class ExchangeChoice:
    """One choice."""

    text: str
    is_right: bool = False
    feedback: str = ""


@dataclass(frozen=True)
class ExchangePair:
    """Two things that belong together; without ``left`` a counterpart too many."""

    left: str
    right: str


@dataclass(frozen=True)
class ExchangeGap:
    """One gap of a passage; with wrong answers it is a list to choose from.

    The first gap is called ``[[1]]`` in the passage, wherever it stands there.
    """

    accepted: tuple[str, ...]
    wrong: tuple[str, ...] = ()


@dataclass(frozen=True)
class ExchangePicture:
    """A picture beside a question, its size in pixels, and the words for it."""

    name: str = field(compare=False)
    content: bytes = field(repr=False)
    width: int
    height: int
    alt: str


@dataclass(frozen=True)
class ExchangeRegion:
    """One region of a picture, its points in thousandths (see ``kinds.regions``)."""

    label: str
    shape: str
    points: tuple[int, ...]
    is_right: bool = False
    feedback: str = ""


@dataclass(frozen=True)
class ExchangeQuestion:
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
    choices: tuple[ExchangeChoice, ...] = ()
    pairs: tuple[ExchangePair, ...] = ()
    steps: tuple[str, ...] = ()
    passage: str = ""
    gaps: tuple[ExchangeGap, ...] = ()
    accepted: tuple[str, ...] = ()
    number: str = ""
    tolerance: str = ""
    unit: str = ""
    sample: str = ""
    picture: ExchangePicture | None = None
    regions: tuple[ExchangeRegion, ...] = ()
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
class ReadQuestion:
    """A question with its place in the file, and what of it could not be carried."""

    question: ExchangeQuestion
    place: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class ReadFault:
    """Something that cannot be read, with its place in the file."""

    place: str
    reason: str
    code: str = ""


@dataclass
class ReadResult:
    """What a file holds; ``notes`` are about the whole of it."""

    questions: list[ReadQuestion] = field(default_factory=list)
    faults: list[ReadFault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class ExportLoss:
    """A question that a format cannot carry whole: left out, or without a part of it."""

    code: str
    language: str
    reason: str
    is_left_out: bool = False


def normalize_question(question: ExchangeQuestion) -> ExchangeQuestion:
    """Return ``question`` with texts as the bank keeps them: no spaces around them."""
    return replace(
        question,
        **_tidied(
            question,
            "stem code passage number unit sample feedback case",
            clean_text,
        ),
        **_tidied(question, "tolerance", _tolerance),
        **_tidied(question, "cites steps accepted", _cleaned),
        choices=tuple(
            ExchangeChoice(clean_text(one.text), one.is_right, clean_text(one.feedback))
            for one in question.choices
        ),
        pairs=tuple(
            ExchangePair(clean_text(one.left), clean_text(one.right))
            for one in question.pairs
        ),
        gaps=tuple(map(_gap, question.gaps)),
        picture=question.picture
        and replace(question.picture, alt=clean_text(question.picture.alt)),
        regions=tuple(
            replace(one, label=clean_text(one.label), feedback=clean_text(one.feedback))
            for one in question.regions
        ),
    )


def clean_text(text: str) -> str:
    """Return ``text`` without spaces around it and without control characters."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def _tolerance(text: str) -> str:
    """Return a tolerance; one of nothing is left empty, as the bank has it."""
    return "" if re.fullmatch(r"0*[.,]?0*", clean_text(text)) else clean_text(text)


def _gap(gap: ExchangeGap) -> ExchangeGap:
    """Return a gap tidied; a list to choose from has one right answer."""
    accepted, wrong = _cleaned(gap.accepted), _cleaned(gap.wrong)
    return ExchangeGap(accepted[:1] if wrong else accepted, wrong)


def _tidied(
    question: ExchangeQuestion, names: str, by: Callable[[Any], Any]
) -> dict[str, Any]:
    return {name: by(getattr(question, name)) for name in names.split()}


def _cleaned(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(text for text in map(clean_text, texts) if text)
