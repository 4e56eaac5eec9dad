"""The statistics of an exam as trainers read them; small groups left out."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import reduce
from operator import add
from typing import TYPE_CHECKING, Any

from django.db.models import Sum

from courses.assessment.models import PaperTally, PaperVersion, QuestionTally
from courses.assessment.statistics import exams, tallying
from courses.assessment.statistics.protecting import protect
from courses.assessment.statistics.questions import Asked, effective_weights
from courses.assessment.statistics.sums import Sums

if TYPE_CHECKING:
    from elearning.accounts.models import User


@dataclass(frozen=True)
class Sittings:
    """Attempts in one language: how many, how many passed, the mean score (0 to 1)."""

    n: int
    passed: int
    mean: Fraction


@dataclass(frozen=True)
class ExamReport:
    """All about one exam; scores are shares of its marks.

    ``is_drawn``: candidates had different questions, so that ``consistency`` is the one
    for drawn papers. ``standard_error`` is in shares of the marks too. ``languages``
    has ``None`` for one with too few attempts to show. ``weights`` are by the id of the
    question version.
    """

    n: int = 0
    passed: int = 0
    mean: Fraction | None = None
    median: Fraction | None = None
    deviation: float | None = None
    is_drawn: bool = False
    consistency: float | None = None
    error_ratio: float | None = None
    standard_error: float | None = None
    histogram: Sequence[int] = ()
    languages: Mapping[str, Sittings | None] = field(default_factory=dict)
    asked: int = 0
    weights: Mapping[int, float | None] = field(default_factory=dict)


def exam_report(paper: PaperVersion, *, reader: "User") -> ExamReport:
    """Return all about ``paper``, for ``reader``.

    Papers may differ in length where a bank had too few questions for a time; then the
    numbers are those of the most frequent length.
    """
    tallies = list(PaperTally.objects.visible_to(reader).filter(paper=paper))
    sizes: Counter[int] = Counter()
    for tally in tallies:
        sizes[tally.asked] += tally.n
    if not sizes:
        return ExamReport()
    asked = sizes.most_common(1)[0][0]
    tallies = [tally for tally in tallies if tally.asked == asked]
    shown = protect({tally.language: tally.n for tally in tallies})
    together = [tally for tally in tallies if tally.language in shown.together]
    languages = {
        tally.language: _sittings(tally) if tally.language in shown.alone else None
        for tally in tallies
    }
    if not together:
        return ExamReport(languages=languages, asked=asked)
    rows = _rows(paper, asked, shown.together, reader)
    return _report(together, rows, asked, languages)


def _report(
    tallies: Sequence[Any],
    rows: Mapping[int, Sums],
    asked: int,
    languages: Mapping[str, Sittings | None],
) -> ExamReport:
    totals = reduce(add, (tallying.totals(vars(tally), asked) for tally in tallies))
    is_drawn = any(sums.n != totals.n for sums in rows.values())
    consistency = (
        exams.drawn_consistency(totals)
        if is_drawn
        else exams.alpha(
            totals, [sums.variance_x or Fraction(0) for sums in rows.values()]
        )
    )
    scores = _scores(tallies, asked)
    variance = totals.variance
    return ExamReport(
        n=totals.n,
        passed=sum(tally.passed for tally in tallies),
        mean=totals.total / totals.n / asked,
        median=exams.median(scores),
        deviation=None if variance is None else float(variance) ** 0.5 / asked,
        is_drawn=is_drawn,
        consistency=consistency,
        error_ratio=None if consistency is None else exams.error_ratio(consistency),
        standard_error=_standard_error(totals, consistency),
        histogram=exams.histogram(scores),
        languages=languages,
        asked=asked,
        weights=effective_weights(
            {key: Asked(sums.n, sums.covariance) for key, sums in rows.items()},
            totals.n,
        ),
    )


def _standard_error(totals: exams.Totals, consistency: float | None) -> float | None:
    if consistency is None:
        return None
    error = exams.standard_error(totals, consistency)
    return None if error is None else error / totals.asked


def _rows(
    paper: PaperVersion, asked: int, languages: frozenset[str], reader: "User"
) -> dict[int, Sums]:
    """Return the sums of mark and total for each question of the exam."""
    rows = (
        QuestionTally.objects.visible_to(reader)
        .filter(paper=paper, asked=asked, language__in=languages)
        .values("question")
        .annotate(**{f"sum_{name}": Sum(name) for name in tallying.SUMS})
    )
    return {
        row["question"]: tallying.with_total(
            {name: row[f"sum_{name}"] for name in tallying.SUMS}
        )
        for row in rows
    }


def _scores(tallies: Sequence[Any], asked: int) -> dict[Fraction, int]:
    scores: dict[Fraction, int] = defaultdict(int)
    for tally in tallies:
        for total, n in tally.scores.items():
            scores[Fraction(int(total), tallying.FULL * asked)] += n
    return scores


def _sittings(tally: Any) -> Sittings:
    mean = Fraction(tally.totals, tallying.FULL * tally.asked * tally.n)
    return Sittings(tally.n, tally.passed, mean)
