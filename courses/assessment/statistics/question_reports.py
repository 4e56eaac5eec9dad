"""Question statistics for trainers, from the summaries, without small groups."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import reduce
from operator import add
from typing import Any, cast

from django.db.models import QuerySet, Sum

from courses.assessment.models import QuestionTally, QuestionVersion
from courses.assessment.statistics import ability_thirds, item_analysis, tally_sums
from courses.assessment.statistics.ability_thirds import AnswerGroup
from courses.assessment.statistics.pair_sums import PairSums
from courses.assessment.statistics.quality_flags import (
    REVIEW,
    LanguageGap,
    QualityFlag,
    QualityGate,
    assess_quality_gate,
    find_language_gap,
    list_quality_flags,
)
from courses.assessment.statistics.small_groups import (
    can_show_parts,
    select_shown_groups,
)
from elearning.accounts.models import User


@dataclass(frozen=True)
class QuestionFigures:
    """The figures of a question, in one language or in all.

    ``is_answer_withheld`` means that there are answers, but too few to show.
    """

    n: int = 0
    facility: Fraction | None = None
    discrimination: float | None = None
    is_withheld: bool = False


@dataclass(frozen=True)
class QuestionPerformance:
    """The performance of a question: overall, in each language, and its flags.

    ``known`` has the sums of each language, ``None`` for one with too few answers to
    show.
    """

    together: QuestionFigures
    known: Mapping[str, PairSums | None]
    gap: LanguageGap | None = None
    flags: tuple[QualityFlag, ...] = ()

    @property
    def languages(self) -> dict[str, QuestionFigures]:
        """The numbers of each language in which somebody was asked."""
        return {
            code: QuestionFigures(is_withheld=True) if sums is None else _numbers(sums)
            for code, sums in self.known.items()
        }

    @property
    def gate(self) -> QualityGate:
        known = self.together
        return assess_quality_gate(known.n, known.facility, known.discrimination)

    @property
    def needs_review(self) -> bool:
        return not REVIEW.isdisjoint(self.flags)


@dataclass(frozen=True)
class QuestionReport:
    """The statistics of one question; ``thirds`` is empty if one of them is small."""

    standing: QuestionPerformance
    efficiency: float | None
    answers: AnswerGroup = field(default_factory=AnswerGroup)
    thirds: tuple[AnswerGroup, ...] = ()


def list_question_performance(
    wanted: Iterable[int], *, reader: User
) -> dict[int, QuestionPerformance]:
    """Return the performance of the question versions ``wanted``, for ``reader``.

    A question that nobody was asked has no answers; nor has any if ``reader`` may not
    see statistics. Takes one query, whatever the number of attempts.
    """
    return build_performance_from_tallies(
        wanted, QuestionTally.objects.visible_to(reader)
    )


def build_performance_from_tallies(
    wanted: Iterable[int], tallies: QuerySet[QuestionTally]
) -> dict[int, QuestionPerformance]:
    """Return the performance of the question versions ``wanted``, from ``tallies``."""
    wanted = list(wanted)
    rows = (
        tallies.filter(question__in=wanted)
        .values("question", "language", "asked")
        .annotate(**{f"sum_{name}": Sum(name) for name in tally_sums.SUMS})
    )
    sums: dict[int, dict[str, PairSums]] = defaultdict(lambda: defaultdict(PairSums))
    for row in cast("list[dict[str, Any]]", rows):
        kept = {name: row[f"sum_{name}"] for name in tally_sums.SUMS}
        sums[row["question"]][row["language"]] += tally_sums.build_rest_sums(
            kept, row["asked"]
        )
    return {key: build_question_performance(sums.get(key, {})) for key in wanted}


def build_question_performance(sums: Mapping[str, PairSums]) -> QuestionPerformance:
    """Return the performance of a question, from its sums by language."""
    shown = select_shown_groups({code: found.n for code, found in sums.items()})
    together = reduce(add, (sums[code] for code in shown.together), PairSums())
    numbers = _numbers(together)
    if not together.n:
        numbers = QuestionFigures(is_withheld=any(found.n for found in sums.values()))
    gap = find_language_gap(
        {code: (sums[code].n, sums[code].x / sums[code].n) for code in shown.alone}
    )
    return QuestionPerformance(
        numbers,
        {
            code: found if code in shown.alone else None
            for code, found in sums.items()
            if found.n
        },
        gap,
        list_quality_flags(numbers.n, numbers.facility, numbers.discrimination, gap),
    )


def build_question_report(question: QuestionVersion, *, reader: User) -> QuestionReport:
    """Return the statistics of ``question`` for ``reader``."""
    tallies = list(QuestionTally.objects.visible_to(reader).filter(question=question))
    sums: dict[str, PairSums] = defaultdict(PairSums)
    for tally in tallies:
        sums[tally.language] += tally_sums.build_rest_sums(vars(tally), tally.asked)
    shown = select_shown_groups(
        {code: found.n for code, found in sums.items()}
    ).together
    answers: dict[Fraction, AnswerGroup] = defaultdict(AnswerGroup)
    for tally in tallies:
        if tally.language in shown:
            for rest, group in tally_sums.build_answer_groups(
                tally.cells, tally.asked
            ).items():
                answers[rest].add(group)
    parts = ability_thirds.group_by_thirds(answers) if answers else []
    return QuestionReport(
        build_question_performance(sums),
        item_analysis.compute_efficiency(_pairs(answers)),
        reduce(_joined, answers.values(), AnswerGroup()),
        tuple(parts) if can_show_parts(part.n for part in parts) else (),
    )


def _numbers(sums: PairSums) -> QuestionFigures:
    return QuestionFigures(
        sums.n,
        item_analysis.compute_facility(sums),
        item_analysis.compute_discrimination(sums),
    )


def _pairs(
    answers: Mapping[Fraction, AnswerGroup],
) -> dict[tuple[Fraction, Fraction], int]:
    return {
        (mark, rest): n
        for rest, group in answers.items()
        for mark, n in group.marks.items()
    }


def _joined(whole: AnswerGroup, part: AnswerGroup) -> AnswerGroup:
    whole.add(part)
    return whole
