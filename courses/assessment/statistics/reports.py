"""The statistics as trainers read them, from the summaries; small groups left out."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import reduce
from operator import add
from typing import TYPE_CHECKING, Any, cast

from django.db.models import QuerySet, Sum

from courses.assessment.models import QuestionTally, QuestionVersion
from courses.assessment.statistics import questions, tallying, thirds
from courses.assessment.statistics.flags import (
    REVIEW,
    Flag,
    Gap,
    Gate,
    flags,
    gate,
    language_gap,
)
from courses.assessment.statistics.protecting import may_split, protect
from courses.assessment.statistics.sums import Sums
from courses.assessment.statistics.thirds import Group

if TYPE_CHECKING:
    from elearning.accounts.models import User


@dataclass(frozen=True)
class Numbers:
    """What is known of a question from those it was asked, in one language or in all.

    ``is_withheld``: there are answers, too few to show.
    """

    n: int = 0
    facility: Fraction | None = None
    discrimination: float | None = None
    is_withheld: bool = False


@dataclass(frozen=True)
class Standing:
    """How a question does: in all languages together, in each, and what is flagged.

    ``known`` has the sums of each language, ``None`` for one of too few to show.
    """

    together: Numbers
    known: Mapping[str, Sums | None]
    gap: Gap | None = None
    flags: tuple[Flag, ...] = ()

    @property
    def languages(self) -> dict[str, Numbers]:
        """The numbers of each language in which somebody was asked."""
        return {
            code: Numbers(is_withheld=True) if sums is None else _numbers(sums)
            for code, sums in self.known.items()
        }

    @property
    def gate(self) -> Gate:
        """What the quality gate says."""
        known = self.together
        return gate(known.n, known.facility, known.discrimination)

    @property
    def needs_review(self) -> bool:
        return not REVIEW.isdisjoint(self.flags)


@dataclass(frozen=True)
class Report:
    """All about one question; ``thirds`` is empty where one of them would be small."""

    standing: Standing
    efficiency: float | None
    answers: Group = field(default_factory=Group)
    thirds: tuple[Group, ...] = ()


def standings(wanted: Iterable[int], *, reader: "User") -> dict[int, Standing]:
    """Return how each of the question versions ``wanted`` does, for ``reader``.

    One that nobody was asked has no answers; where ``reader`` may not see statistics,
    none has. One query, whatever the number of attempts.
    """
    return known(wanted, QuestionTally.objects.visible_to(reader))


def known(
    wanted: Iterable[int], tallies: QuerySet[QuestionTally]
) -> dict[int, Standing]:
    """Return how each of the question versions ``wanted`` does, by ``tallies``."""
    wanted = list(wanted)
    rows = (
        tallies.filter(question__in=wanted)
        .values("question", "language", "asked")
        .annotate(**{f"sum_{name}": Sum(name) for name in tallying.SUMS})
    )
    sums: dict[int, dict[str, Sums]] = defaultdict(lambda: defaultdict(Sums))
    for row in cast("list[dict[str, Any]]", rows):
        kept = {name: row[f"sum_{name}"] for name in tallying.SUMS}
        sums[row["question"]][row["language"]] += tallying.with_rest(kept, row["asked"])
    return {key: standing(sums.get(key, {})) for key in wanted}


def standing(sums: Mapping[str, Sums]) -> Standing:
    """Return how a question does, from its sums by language."""
    shown = protect({code: found.n for code, found in sums.items()})
    together = reduce(add, (sums[code] for code in shown.together), Sums())
    numbers = _numbers(together)
    if not together.n:
        numbers = Numbers(is_withheld=any(found.n for found in sums.values()))
    gap = language_gap(
        {code: (sums[code].n, sums[code].x / sums[code].n) for code in shown.alone}
    )
    return Standing(
        numbers,
        {
            code: found if code in shown.alone else None
            for code, found in sums.items()
            if found.n
        },
        gap,
        flags(numbers.n, numbers.facility, numbers.discrimination, gap),
    )


def report(question: QuestionVersion, *, reader: "User") -> Report:
    """Return all about ``question``, for ``reader``."""
    tallies = list(QuestionTally.objects.visible_to(reader).filter(question=question))
    sums: dict[str, Sums] = defaultdict(Sums)
    for tally in tallies:
        sums[tally.language] += tallying.with_rest(vars(tally), tally.asked)
    shown = protect({code: found.n for code, found in sums.items()}).together
    answers: dict[Fraction, Group] = defaultdict(Group)
    for tally in tallies:
        if tally.language in shown:
            for rest, group in tallying.groups(tally.cells, tally.asked).items():
                answers[rest].add(group)
    parts = thirds.by_thirds(answers) if answers else []
    return Report(
        standing(sums),
        questions.efficiency(_pairs(answers)),
        reduce(_joined, answers.values(), Group()),
        tuple(parts) if may_split(part.n for part in parts) else (),
    )


def _numbers(sums: Sums) -> Numbers:
    return Numbers(sums.n, questions.facility(sums), questions.discrimination(sums))


def _pairs(answers: Mapping[Fraction, Group]) -> dict[tuple[Fraction, Fraction], int]:
    return {
        (mark, rest): n
        for rest, group in answers.items()
        for mark, n in group.marks.items()
    }


def _joined(whole: Group, part: Group) -> Group:
    whole.add(part)
    return whole
