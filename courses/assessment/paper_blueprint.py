"""The blueprint of a paper: questions per outcome and difficulty, or a list.

The module is plain Python over plain numbers, for the draw, for the check of a bank,
and for the editor of an exam's rules.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, NamedTuple, Protocol, Self

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

#: A mix of difficulties with this sum is in per cent.
_WHOLE = 100


class Difficulty(TextChoices):
    """The author's estimate of the difficulty; statistics hold measured values."""

    EASY = "easy", pgettext_lazy("difficulty", "Easy")
    MEDIUM = "medium", pgettext_lazy("difficulty", "Medium")
    HARD = "hard", pgettext_lazy("difficulty", "Hard")


class BlueprintCell(NamedTuple):
    """The part of a paper for one outcome and one difficulty; ``None`` means any."""

    outcome: int | None = None
    difficulty: str | None = None


class ClassifiedQuestion(Protocol):
    """The properties of a question that decide its cell."""

    @property
    def outcome(self) -> int:
        """The number of its outcome."""

    @property
    def difficulty(self) -> str:
        """The author's estimate."""


@dataclass(frozen=True)
class Blueprint:
    """The questions a paper asks, as its author specified; if empty, the draw decides.

    ``outcomes`` is the number of questions of each outcome; ``mix`` that of each
    difficulty, in questions or in per cent; ``must_pass`` the number of must-pass
    questions. ``listed`` are the codes, in lower case, of questions chosen by hand.
    """

    outcomes: Mapping[int, int] = field(default_factory=dict)
    mix: Mapping[str, int] = field(default_factory=dict)
    must_pass: int | None = None
    listed: tuple[str, ...] = ()

    @classmethod
    def read(cls, rules: Mapping[str, Any]) -> Self:
        return cls(
            {int(outcome): n for outcome, n in rules.get("outcomes", {}).items()},
            dict(rules.get("difficulty", {})),
            rules.get("must_pass"),
            tuple(code.lower() for code in rules.get("list", ())),
        )

    def rules(self) -> dict[str, Any]:
        """Return the rules in stored form, without what is left to the draw."""
        outcomes = {str(one): n for one, n in sorted(self.outcomes.items()) if n}
        rules = {
            "outcomes": outcomes,
            "difficulty": {
                name: self.mix[name] for name in Difficulty if name in self.mix
            },
            "list": list(self.listed),
        }
        kept: dict[str, Any] = {name: rule for name, rule in rules.items() if rule}
        return kept if self.must_pass is None else kept | {"must_pass": self.must_pass}

    def cell_of(self, question: ClassifiedQuestion) -> BlueprintCell:
        """Return the cell of ``question``; each question has exactly one."""
        return BlueprintCell(
            question.outcome if self.outcomes else None,
            question.difficulty if self.mix else None,
        )

    def cells(self, number: int) -> dict[BlueprintCell, int]:
        """Return how many of ``number`` questions each cell has.

        Outcomes get exactly their numbers, difficulties their shares of the paper,
        rounded; each outcome has the mix as nearly as both allow.
        """
        rows: Mapping[Any, int] = self.outcomes or {None: number}
        if not self.mix:
            return {BlueprintCell(row): n for row, n in rows.items() if n}
        return {cell: n for cell, n in _table(rows, self.mix).items() if n}

    def faults(self, number: int) -> dict[str, str]:
        """Return, by rule and in sentences, what a paper of ``number`` cannot have."""
        found: dict[str, str | None] = {
            "outcomes": self._outcome_fault(number),
            "difficulty": self._mix_fault(number),
            "must_pass": self._must_pass_fault(number),
            "list": self._list_fault(number),
        }
        return {rule: text for rule, text in found.items() if text}

    def _outcome_fault(self, number: int) -> str | None:
        if not self.outcomes:
            return None
        if min(self.outcomes.values()) < 0 or sum(self.outcomes.values()) != number:
            return _(
                "The outcomes add up to %(sum)s questions, but the exam asks "
                "%(number)s. Make the numbers match."
            ) % {"sum": sum(self.outcomes.values()), "number": number}
        return None

    def _mix_fault(self, number: int) -> str | None:
        if not self.mix:
            return None
        shares = self.mix.values()
        if min(shares) < 0 or sum(shares) not in {_WHOLE, number}:
            return _(
                "Easy, medium and hard add up to %(sum)s. Enter shares that add "
                "up to 100 per cent, or numbers that add up to %(number)s "
                "questions."
            ) % {"sum": sum(shares), "number": number}
        return None

    def _must_pass_fault(self, number: int) -> str | None:
        if self.must_pass is None or 0 <= self.must_pass <= number:
            return None
        return _(
            "The exam asks %(number)s questions, so it cannot have more "
            "must-pass questions than that."
        ) % {"number": number}

    def _list_fault(self, number: int) -> str | None:
        if not self.listed:
            return None
        if self.outcomes or self.mix or self.must_pass is not None:
            return _(
                "Choose the questions either by hand or by outcomes and "
                "difficulty. Leave one of the two empty."
            )
        if len(set(self.listed)) != len(self.listed):
            return _("A question appears in the list twice. List each one once.")
        if len(self.listed) != number:
            return _(
                "The list has %(sum)s questions, but the exam asks %(number)s. "
                "Make the numbers match."
            ) % {"sum": len(self.listed), "number": number}
        return None


def apportion_number(number: int, weights: Mapping[str, int]) -> dict[str, int]:
    """Return ``number`` split into whole parts in proportion to ``weights``.

    Among equals, the first gets the remainder.
    """
    whole = sum(weights.values())
    return _filled(
        number, {name: Fraction(number * n, whole) for name, n in weights.items()}
    )


def _table(
    rows: Mapping[int | None, int], mix: Mapping[str, int]
) -> dict[BlueprintCell, int]:
    """Return whole numbers for each row and difficulty with the required sums.

    Rounding errors of a difficulty in one row are made up in the next; errors left at
    the end are moved within a row.
    """
    whole = sum(mix.values())
    cells: dict[BlueprintCell, int] = {}
    owed = dict.fromkeys(mix, Fraction(0))
    for row, number in rows.items():
        due = {
            name: Fraction(number * n, whole) + owed[name] for name, n in mix.items()
        }
        got = _filled(number, due)
        owed = {name: due[name] - got[name] for name in mix}
        cells |= {BlueprintCell(row, name): n for name, n in got.items()}
    _settle(cells, apportion_number(sum(rows.values()), mix))
    return cells


def _filled(number: int, due: Mapping[str, Fraction]) -> dict[str, int]:
    """Add units one by one to the part furthest below its due."""
    got = dict.fromkeys(due, 0)
    for _one in range(number):
        got[max(due, key=lambda name: due[name] - got[name])] += 1
    return got


def _settle(cells: dict[BlueprintCell, int], wanted: Mapping[str, int]) -> None:
    """Move questions between difficulties of a row until each has the number wanted."""
    while True:
        there = {name: _column(cells, name) for name in wanted}
        over = [name for name in wanted if there[name] > wanted[name]]
        if not over:
            return
        under = next(name for name in wanted if there[name] < wanted[name])
        row = max(
            (cell.outcome for cell in cells if cell.difficulty == over[0]),
            key=lambda outcome: cells[BlueprintCell(outcome, over[0])],
        )
        cells[BlueprintCell(row, over[0])] -= 1
        cells[BlueprintCell(row, under)] += 1


def _column(cells: Mapping[BlueprintCell, int], difficulty: str) -> int:
    return sum(n for cell, n in cells.items() if cell.difficulty == difficulty)
