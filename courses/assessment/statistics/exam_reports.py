"""The statistics of an exam for trainers, without small groups."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import reduce
from operator import add
from statistics import median
from typing import Any

from django.db.models import Sum

from courses.assessment.models import PaperTally, PaperVersion, QuestionTally
from courses.assessment.statistics import exam_reliability, tally_sums
from courses.assessment.statistics.item_analysis import compute_effective_weights
from courses.assessment.statistics.pair_sums import PairSums
from courses.assessment.statistics.small_groups import select_shown_groups
from elearning.accounts.models import User


@dataclass(frozen=True)
class LanguageResults:
    """Attempts in one language: number, passes, and the mean score (0 to 1)."""

    n: int
    passed: int
    mean: Fraction


@dataclass(frozen=True)
class ExamReport:
    """The statistics of one exam; scores are shares of its marks.

    ``is_drawn`` means that candidates had different questions, so that ``consistency``
    is the one for drawn papers. The standard error is a share of the marks too.
    ``languages`` has ``None`` for a language with too few attempts to show. ``weights``
    are by the id of the question version.
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
    languages: Mapping[str, LanguageResults | None] = field(default_factory=dict)
    asked: int = 0
    weights: Mapping[int, float | None] = field(default_factory=dict)


def build_exam_report(paper: PaperVersion, *, reader: User) -> ExamReport:
    """Return the statistics of ``paper`` for ``reader``.

    Papers may differ in length if the bank had too few questions for a time; the
    numbers are then those of the most frequent length.
    """
    tallies = list(PaperTally.objects.visible_to(reader).filter(paper=paper))
    sizes: Counter[int] = Counter()
    for tally in tallies:
        sizes[tally.asked] += tally.n
    if not sizes:
        return ExamReport()
    asked = sizes.most_common(1)[0][0]
    tallies = [tally for tally in tallies if tally.asked == asked]
    shown = select_shown_groups({tally.language: tally.n for tally in tallies})
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
    rows: Mapping[int, PairSums],
    asked: int,
    languages: Mapping[str, LanguageResults | None],
) -> ExamReport:
    totals = reduce(
        add, (tally_sums.build_exam_totals(vars(tally), asked) for tally in tallies)
    )
    is_drawn = any(sums.n != totals.n for sums in rows.values())
    consistency = (
        exam_reliability.compute_drawn_consistency(totals)
        if is_drawn
        else exam_reliability.compute_cronbach_alpha(
            totals, [sums.variance_x or Fraction(0) for sums in rows.values()]
        )
    )
    scores = _scores(tallies, asked)
    variance = totals.variance
    return ExamReport(
        n=totals.n,
        passed=sum(tally.passed for tally in tallies),
        mean=totals.total / totals.n / asked,
        median=median(Counter(scores).elements()),
        deviation=None if variance is None else float(variance) ** 0.5 / asked,
        is_drawn=is_drawn,
        consistency=consistency,
        error_ratio=None
        if consistency is None
        else exam_reliability.compute_error_ratio(consistency),
        standard_error=_standard_error(totals, consistency),
        histogram=exam_reliability.build_score_histogram(scores),
        languages=languages,
        asked=asked,
        weights=compute_effective_weights(rows, totals.n),
    )


def _standard_error(
    totals: exam_reliability.ExamTotals, consistency: float | None
) -> float | None:
    if consistency is None:
        return None
    error = exam_reliability.compute_standard_error(totals, consistency)
    return None if error is None else error / totals.asked


def _rows(
    paper: PaperVersion, asked: int, languages: frozenset[str], reader: User
) -> dict[int, PairSums]:
    """Return the sums of mark and total for each question of the exam."""
    rows = (
        QuestionTally.objects.visible_to(reader)
        .filter(paper=paper, asked=asked, language__in=languages)
        .values("question")
        .annotate(**{f"sum_{name}": Sum(name) for name in tally_sums.SUMS})
    )
    return {
        row["question"]: tally_sums.build_total_sums(
            {name: row[f"sum_{name}"] for name in tally_sums.SUMS}
        )
        for row in rows
    }


def _scores(tallies: Sequence[Any], asked: int) -> dict[Fraction, int]:
    scores: dict[Fraction, int] = defaultdict(int)
    for tally in tallies:
        for total, n in tally.scores.items():
            scores[Fraction(int(total), tally_sums.FULL * asked)] += n
    return scores


def _sittings(tally: Any) -> LanguageResults:
    mean = Fraction(tally.totals, tally_sums.FULL * tally.asked * tally.n)
    return LanguageResults(tally.n, tally.passed, mean)
