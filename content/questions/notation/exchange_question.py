"""Exchange questions: plain data in one language, joined by code."""

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from decimal import Decimal
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

#: The maximum number of questions in a file.
MOST = 3000
#: The maximum length of a question’s text before parsing, in characters.
LONGEST = 100_000
MOST_ANSWERS = 100
#: Characters not allowed in texts: control characters, and those the GIFT reader uses.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ue000-\uf8ff\ufffe\uffff]")


def list_truth_words(language: str) -> tuple[str, str]:
    """Return the words for true and false, which replace those of other systems."""
    with translation.override(language):
        return _("True"), _("False")


class ExchangeError(Exception):
    """A file that cannot be read at all; the message says why and what to do."""


class QuestionError(Exception):
    """A question that cannot be read; ``line`` is set if it is known more exactly."""

    def __init__(self, reason: str, line: int = 0) -> None:
        super().__init__(reason)
        self.reason, self.line = reason, line


def check_question_count(questions: int) -> None:
    """Raise ``ExchangeError`` for a file with too many questions; call it early."""
    if questions > MOST:
        raise ExchangeError(
            _(
                "There are too many questions in this file. The limit is "
                "%(count)s. Split the file."
            )
            % {"count": MOST}
        )


def check_question_length(text: str) -> None:
    """Raise ``QuestionError`` for a question longer than any field allows."""
    if len(text) > LONGEST:
        raise QuestionError(
            _("This question is too long. The limit is %(count)s characters.")
            % {"count": LONGEST}
        )


def check_answer_count(answers: int) -> None:
    """Raise ``QuestionError`` for a question with an unreasonable number of answers."""
    if answers > MOST_ANSWERS:
        raise QuestionError(
            _("This question has too many answers. The limit is %(count)s.")
            % {"count": MOST_ANSWERS}
        )


@dataclass(frozen=True)
class ExchangeChoice:
    """A choice."""

    text: str
    is_right: bool = False
    feedback: str = ""


@dataclass(frozen=True)
class ExchangePair:
    """A pair of matching items; without ``left``, a distractor."""

    left: str
    right: str


@dataclass(frozen=True)
class ExchangeGap:
    """A gap of a passage; with wrong answers, a list to choose from.

    The first gap is ``[[1]]`` in the passage, wherever it occurs.
    """

    accepted: tuple[str, ...]
    wrong: tuple[str, ...] = ()


@dataclass(frozen=True)
class ExchangePicture:
    """A picture of a question, its size in pixels, and its alternative text."""

    name: str = field(compare=False)
    content: bytes = field(repr=False)
    width: int
    height: int
    alt: str


@dataclass(frozen=True)
class ExchangeRegion:
    """A region of a picture, with points in thousandths (see ``kinds.regions``)."""

    label: str
    shape: str
    points: tuple[int, ...]
    is_right: bool = False
    feedback: str = ""


@dataclass(frozen=True)
class ExchangeQuestion:
    """A question in one language.

    ``number``, ``tolerance`` and ``unit`` are for numeric questions, ``accepted`` for
    short answers, and ``sample`` for the expected content of an open answer. ``case``
    is the code of the question’s case with the place in it (``C1-K01 2``); the text of
    the case is not exported.
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
        """Return the hash of the question’s own content (SHA-256, hex).

        A picture counts with its description and regions, since each export redraws it.
        """
        facts = asdict(replace(self, case="", picture=None))
        facts["picture"] = self.picture and self.picture.alt
        for name in ("for_practice", "picture", "regions"):
            if not facts[name]:  # hashes of all other questions are stable
                del facts[name]
        plain = json.dumps(facts, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(plain.encode()).hexdigest()

    def asks(self) -> str:
        """Return the hash of question and key, equal for duplicates."""
        plain = replace(self, code="", outcome=None, cites=())
        plain = replace(plain, must_pass=False, counts_parts=False, for_practice=False)
        return replace(plain, difficulty="medium").digest()

    def shape(self) -> list[Any]:
        """Return the data that all languages of a question must share."""
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
    """A question with its place in the file, and notes on what was left out."""

    question: ExchangeQuestion
    place: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class ReadFault:
    """An unreadable part of the file, with its place."""

    place: str
    reason: str
    code: str = ""


@dataclass
class ReadResult:
    """The content of a file; ``notes`` are about the whole of it."""

    questions: list[ReadQuestion] = field(default_factory=list)
    faults: list[ReadFault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class ExportLoss:
    """A question that a format leaves out, or carries only in part."""

    code: str
    language: str
    reason: str
    is_left_out: bool = False


def normalize_question(question: ExchangeQuestion) -> ExchangeQuestion:
    """Return ``question`` with texts normalised as in the bank, without outer spaces."""
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
    """Return ``text`` without outer spaces and control characters."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def parse_weight(text: str) -> Decimal:
    """Return the weight of an answer; zero if ``text`` is no number."""
    try:
        return Decimal(text)
    except ArithmeticError:
        return Decimal(0)


def _tolerance(text: str) -> str:
    """Return a tolerance; zero becomes empty, as in the bank."""
    return "" if re.fullmatch(r"0*[.,]?0*", clean_text(text)) else clean_text(text)


def _gap(gap: ExchangeGap) -> ExchangeGap:
    """Return a normalised gap; a list to choose from has one correct answer."""
    accepted, wrong = _cleaned(gap.accepted), _cleaned(gap.wrong)
    return ExchangeGap(accepted[:1] if wrong else accepted, wrong)


def _tidied(
    question: ExchangeQuestion, names: str, by: Callable[[Any], Any]
) -> dict[str, Any]:
    return {name: by(getattr(question, name)) for name in names.split()}


def _cleaned(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(text for text in map(clean_text, texts) if text)
