"""Quality flags: the quality gate, and which questions go to review.

Nothing is flagged on few answers: below ``ENOUGH`` chance alone moves the numbers.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

#: The number of answers from which a question may count (quality gate).
ENOUGH = 30
#: The facility required by the quality gate.
GATE_FACILITY = (Fraction(30, 100), Fraction(90, 100))
#: The discrimination required by the quality gate.
GATE_DISCRIMINATION = 0.20
#: The facility outside which a question in use goes to review (curriculum A.6).
REVIEW_FACILITY = (Fraction(30, 100), Fraction(95, 100))
#: The material gap between languages, and the number of answers needed in each.
GAP = Fraction(15, 100)
GAP_ENOUGH = 50


class QualityFlag(StrEnum):
    """Something about a question that its authors should look at."""

    NEGATIVE = "negative"
    LANGUAGE = "language"
    HARD = "hard"
    EASY = "easy"
    WEAK = "weak"


#: The flags that lead to review (curriculum A.6; fairness of languages). ``WEAK`` is a
#: hint.
REVIEW = frozenset(
    {QualityFlag.NEGATIVE, QualityFlag.LANGUAGE, QualityFlag.HARD, QualityFlag.EASY}
)


class GateVerdict(StrEnum):
    """The verdict of the quality gate on a question."""

    WAITING = "waiting"
    PASSED = "passed"
    REFUSED = "refused"


@dataclass(frozen=True)
class LanguageGap:
    """Two languages in which a question differs in facility, and the difference."""

    harder: str
    easier: str
    size: Fraction


@dataclass(frozen=True)
class QualityGate:
    """The quality gate's verdict, and the reasons against a question."""

    verdict: GateVerdict
    reasons: tuple[QualityFlag, ...] = ()


def find_language_gap(
    facilities: Mapping[str, tuple[int, Fraction]],
) -> LanguageGap | None:
    """Return the widest gap between two languages, if it is material.

    ``facilities`` has, for each language, the number of people asked and the facility.
    A language with fewer than ``GAP_ENOUGH`` answers is never compared.
    """
    known = {code: share for code, (n, share) in facilities.items() if n >= GAP_ENOUGH}
    if not known:
        return None
    harder, easier = (
        min(known, key=known.__getitem__),
        max(known, key=known.__getitem__),
    )
    size = known[easier] - known[harder]
    is_material = harder != easier and size >= GAP
    return LanguageGap(harder, easier, size) if is_material else None


def list_quality_flags(
    n: int,
    facility: Fraction | None,
    discrimination: float | None,
    gap: LanguageGap | None = None,
) -> tuple[QualityFlag, ...]:
    """Return the flags, the most pressing first; none on few answers."""
    if n < ENOUGH or facility is None:
        return ()
    low, high = REVIEW_FACILITY
    found = {
        QualityFlag.NEGATIVE: discrimination is not None and discrimination < 0,
        QualityFlag.LANGUAGE: gap is not None,
        QualityFlag.HARD: facility < low,
        QualityFlag.EASY: facility > high,
        QualityFlag.WEAK: discrimination is not None
        and 0 <= discrimination < GATE_DISCRIMINATION,
    }
    return tuple(flag for flag, holds in found.items() if holds)


def assess_quality_gate(
    n: int,
    facility: Fraction | Decimal | None,
    discrimination: float | Decimal | None,
) -> QualityGate:
    """Return the verdict on whether a question on trial may count in exams.

    It needs enough answers, must be neither too hard nor too easy, and must
    discriminate. If discrimination cannot be computed, the question does not pass.
    """
    if n < ENOUGH or facility is None:
        return QualityGate(GateVerdict.WAITING)
    low, high = GATE_FACILITY
    is_negative = discrimination is not None and discrimination < 0
    found = {
        QualityFlag.NEGATIVE: is_negative,
        QualityFlag.HARD: facility < low,
        QualityFlag.EASY: facility > high,
        QualityFlag.WEAK: not is_negative
        and (discrimination or 0) < GATE_DISCRIMINATION,
    }
    reasons = tuple(flag for flag, holds in found.items() if holds)
    return QualityGate(GateVerdict.REFUSED if reasons else GateVerdict.PASSED, reasons)
