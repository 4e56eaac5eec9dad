"""Shortfalls of a question bank for its exam (curriculum A.6), in sentences."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.assessment.kinds import MARKED_BY_PEOPLE
from courses.assessment.models import QuestionState
from courses.assessment.paper_blueprint import Blueprint, BlueprintCell, Difficulty
from courses.release.gates import ReleaseFinding

#: The number of live questions each outcome needs for a deciding exam (A.6).
PER_OUTCOME = 3


@dataclass(frozen=True)
class BankQuestion:
    """A live question as the check sees it: its outcome number and properties."""

    outcome: int
    must_pass: bool = False
    difficulty: str = Difficulty.MEDIUM
    code: str = ""
    cites: Sequence[str] = ("",)
    is_below_gate: bool = False
    type: str = ""

    @property
    def is_for_people(self) -> bool:
        return self.type in MARKED_BY_PEOPLE


@dataclass(frozen=True)
class QuestionBank:
    """The live questions of a bank, and the outcomes they must cover.

    ``others`` holds the state of each question that is not live, by its code.
    """

    outcomes: Sequence[int]
    questions: Sequence[BankQuestion]
    others: Mapping[str, QuestionState] = field(default_factory=dict)

    def short_outcomes(self) -> list[tuple[int, int]]:
        """Return each outcome with too few live questions, and how many it lacks."""
        there = Counter(question.outcome for question in self.questions)
        return [
            (number, PER_OUTCOME - there[number])
            for number in sorted(self.outcomes)
            if there[number] < PER_OUTCOME
        ]

    @property
    def has_must_pass(self) -> bool:
        return any(question.must_pass for question in self.questions)

    def for_paper(self, open_questions: int) -> "QuestionBank":
        """Return the bank without the open questions that the paper can never ask."""
        by_people = [one for one in self.questions if one.is_for_people]
        others = [one for one in self.questions if not one.is_for_people]
        asked = others + (by_people if open_questions else [])
        return QuestionBank(self.outcomes, asked, self.others)


def list_bank_shortfalls(
    bank: QuestionBank,
    *,
    asked: int,
    needs_full_bank: bool,
    blueprint: Blueprint | None = None,
    open_questions: int = 0,
) -> list[ReleaseFinding]:
    """Return, in whole sentences, what ``bank`` lacks for ``asked`` exam questions.

    ``open_questions`` of these are marked by people. A release is refused if the bank
    is too small for the paper (nobody could start the exam), if it cannot fill the
    paper's ``blueprint``, or if a question has no source. Other shortfalls refuse the
    release if the paper needs a full bank, and are warnings otherwise.
    """
    by_people = sum(question.is_for_people for question in bank.questions)
    if blueprint and blueprint.listed:
        open_questions = by_people  # a list asks exactly the questions it names
    bank = bank.for_paper(open_questions)
    left = sum(question.is_for_people for question in bank.questions)
    live = len(bank.questions) - max(0, left - open_questions)
    found = []
    if by_people < open_questions:
        found.append(ReleaseFinding(_too_few_open(open_questions, by_people)))
    if live < asked:
        found.append(ReleaseFinding(_too_small(asked, live)))
    found += [
        ReleaseFinding(text)
        for text in _unfilled(bank, asked, blueprint or Blueprint())
    ]
    if uncited := [one.code.upper() for one in bank.questions if not one.cites]:
        text = _(
            "These questions cite nothing: %(codes)s. Name the clause that each rests on."
        )
        found.append(ReleaseFinding(text % {"codes": ", ".join(uncited)}))
    found += [
        ReleaseFinding(_short(number, lacks), is_refusal=needs_full_bank)
        for number, lacks in bank.short_outcomes()
    ]
    if not bank.has_must_pass:
        text = _(
            "There are no live must-pass questions. Mark questions about "
            "rules without exception as must-pass questions."
        )
        found.append(ReleaseFinding(text, is_refusal=needs_full_bank))
    return found


@dataclass(frozen=True)
class CellCoverage:
    """A cell of a paper: its label, the number it asks, and its live questions."""

    label: str
    asked: int
    live: int

    @property
    def lacks(self) -> int:
        return max(0, self.asked - self.live)


def list_cell_coverage(
    bank: QuestionBank, asked: int, blueprint: Blueprint
) -> list[CellCoverage]:
    """Return the cells of a paper with a blueprint, in order; empty without one."""
    if blueprint.listed or not (blueprint.outcomes or blueprint.mix):
        return []
    there = Counter(blueprint.cell_of(question) for question in bank.questions)
    return [
        CellCoverage(format_cell_label(cell), wanted, there[cell])
        for cell, wanted in blueprint.cells(asked).items()
    ]


def format_cell_label(cell: BlueprintCell) -> str:
    """Return the label of a cell."""
    labels = {
        Difficulty.EASY: _("easy"),
        Difficulty.MEDIUM: _("medium"),
        Difficulty.HARD: _("hard"),
    }
    if cell.outcome is None:
        return capfirst(labels[Difficulty(cell.difficulty or Difficulty.MEDIUM)])
    if cell.difficulty is None:
        return _("Outcome %(number)s") % {"number": cell.outcome}
    return _("Outcome %(number)s, %(difficulty)s") % {
        "number": cell.outcome,
        "difficulty": labels[Difficulty(cell.difficulty)],
    }


def _unfilled(bank: QuestionBank, asked: int, blueprint: Blueprint) -> list[str]:
    """Return what the bank lacks for the blueprint of the paper."""
    if blueprint.listed:
        live = {question.code for question in bank.questions}
        below = {question.code for question in bank.questions if question.is_below_gate}
        return [
            _below_gate(code)
            if code in live
            else _unlisted(code, bank.others.get(code))
            for code in blueprint.listed
            if code in below or code not in live
        ]
    cells = [one for one in list_cell_coverage(bank, asked, blueprint) if one.lacks]
    return [_lacks(cell) for cell in cells] + _must_pass_lacks(bank, asked, blueprint)


def _below_gate(code: str) -> str:
    return _(
        "The list includes %(code)s, whose answers do not pass the "
        "quality gate. Remove it from the list, or make it live as an "
        "exception."
    ) % {"code": code.upper()}


def _unlisted(code: str, state: QuestionState | None) -> str:
    if state is None:
        return _(
            "The list includes %(code)s, which is not in the bank. Remove it "
            "from the list, or publish it."
        ) % {"code": code.upper()}
    return _(
        "The list includes %(code)s, which is not live: %(state)s. "
        "Remove it from the list, or make it live."
    ) % {"code": code.upper(), "state": state.label.lower()}


def _lacks(place: CellCoverage) -> str:
    words = ngettext(
        "%(place)s: %(n)s question is missing. The exam asks %(asked)s, "
        "and %(live)s are live.",
        "%(place)s: %(n)s questions are missing. The exam asks "
        "%(asked)s, and %(live)s are live.",
        place.lacks,
    )
    return words % {
        "place": place.label,
        "n": place.lacks,
        "asked": place.asked,
        "live": place.live,
    }


def _must_pass_lacks(bank: QuestionBank, asked: int, blueprint: Blueprint) -> list[str]:
    """Return a sentence if the cells hold fewer must-pass questions than are asked."""
    wanted = blueprint.must_pass or 0
    there = Counter(
        blueprint.cell_of(question) for question in bank.questions if question.must_pass
    )
    cells = blueprint.cells(asked)
    fitting = sum(min(number, there[cell]) for cell, number in cells.items())
    if fitting >= wanted:
        return []
    text = _(
        "There are not enough must-pass questions: the exam asks "
        "%(asked)s, and %(live)s live ones fit into it."
    )
    return [text % {"asked": wanted, "live": fitting}]


def _too_small(asked: int, live: int) -> str:
    words = ngettext(
        "The exam asks more questions than the bank has: %(asked)s, and %(n)s is live. "
        "Write more questions, or ask fewer.",
        "The exam asks more questions than the bank has: %(asked)s, and %(n)s are live. "
        "Write more questions, or ask fewer.",
        live,
    )
    return words % {"asked": asked, "n": live}


def _too_few_open(asked: int, live: int) -> str:
    words = ngettext(
        "The exam asks more open questions than the bank has: %(asked)s, and %(n)s is "
        "live. Write more open questions, or ask fewer.",
        "The exam asks more open questions than the bank has: %(asked)s, and %(n)s are "
        "live. Write more open questions, or ask fewer.",
        live,
    )
    return words % {"asked": asked, "n": live}


def _short(number: int, lacking: int) -> str:
    words = ngettext(
        "Outcome %(number)s is %(n)s question short. Each outcome "
        "needs %(needed)s live questions.",
        "Outcome %(number)s is %(n)s questions short. Each outcome "
        "needs %(needed)s live questions.",
        lacking,
    )
    return words % {"number": number, "n": lacking, "needed": PER_OUTCOME}
