"""Composition of a paper, question by question, by the rule of ``question_draw``."""

from collections import Counter, deque
from collections.abc import Iterable, Mapping
from random import Random
from typing import NamedTuple

from courses.assessment.paper_blueprint import Blueprint, BlueprintCell
from courses.assessment.papers.question_pools import (
    CandidateGroup,
    DrawCandidate,
    QuestionPool,
    group_candidates,
)


class _Kind(NamedTuple):
    """Candidates that share one queue."""

    cell: BlueprintCell
    outcome: int
    is_for_people: bool


#: Candidates of each kind, each with its rank among all; lower ranks come first.
type _Queues = dict[_Kind, deque[tuple[int, DrawCandidate]]]


def compute_must_pass_share(must_pass: int, total: int, number: int) -> int:
    """Return how many of ``number`` drawn questions are must-pass ones."""
    if not must_pass:
        return 0
    return min(must_pass, number, max(1, round(number * must_pass / total)))


class PaperBuilder:
    """A paper during the draw: its questions, and the room left in its cells."""

    def __init__(
        self,
        blueprint: Blueprint,
        number: int,
        pool: QuestionPool,
        chance: Random,
        *,
        open_questions: int = 0,
    ) -> None:
        self.blueprint, self.number, self.chance = blueprint, number, chance
        self.open_left = open_questions
        self.pool = pool
        self.drawn: list[DrawCandidate] = []
        self.counts: Counter[int] = Counter()
        self.room = Counter(blueprint.cells(number))

    def composed(self, seen: Mapping[int, int]) -> list[DrawCandidate]:
        """Return the questions; single ones first if a case would be split."""
        listed = set(self.blueprint.listed)
        there = self.pool.sample(self.number, seen, self.blueprint, self.chance)
        for candidate in there:
            if candidate.code in listed and len(self.drawn) < self.number:
                self._add(candidate)
        groups = group_candidates(one for one in there if one.code not in listed)
        singles = [group.members[0] for group in groups if group.size == 1]
        cases = [group for group in groups if group.size > 1]
        cases.sort(key=lambda case: case.times_seen(seen))
        self._take_cases(cases, singles)
        parts = [one for case in cases for one in case.members]
        parts = [one for one in parts if one not in self.drawn]
        must_pass, others = self._queues_of(singles, parts)
        self._take_open([*others, *must_pass])
        share = len(self.drawn) + self._share_left()
        for queues in must_pass:
            self._take(queues, share)
        for into_cells in (True, False):
            for queues in (*others, *must_pass):
                self._take(queues, self.number, into_cells=into_cells)
        return self.drawn

    def _take_open(self, all_queues: list[_Queues]) -> None:
        """Draw the open questions still needed, into cells if they fit."""
        for into_cells in (True, False):
            for queues in all_queues:
                by_people = {
                    kind: queue for kind, queue in queues.items() if kind.is_for_people
                }
                until = min(self.number, len(self.drawn) + max(0, self.open_left))
                self._take(by_people, until, into_cells=into_cells)

    def _take_cases(
        self, cases: list[CandidateGroup], singles: list[DrawCandidate]
    ) -> None:
        """Draw the cases that single questions cannot replace, then others by chance.

        Chance decides about the last one, so that a case is as likely as any question.
        """
        for case in cases:
            if self._is_needed(case, singles) and self._fits(case):
                self._add_all(case)
        share = self.number * sum(case.size for case in cases) / max(1, len(self.pool))
        share -= sum(bool(one.case) for one in self.drawn)
        for case in cases:
            if case.members[0] in self.drawn or not self._fits(case):
                continue
            if self.chance.random() * case.size >= share:
                return
            self._add_all(case)
            share -= case.size

    def _is_needed(self, case: CandidateGroup, singles: list[DrawCandidate]) -> bool:
        """Return whether single questions are too few for a cell or share of it."""
        if case.must_pass and self._share_left() > sum(
            one.must_pass for one in singles
        ):
            return True
        there = Counter(self.blueprint.cell_of(one) for one in singles)
        cells = {self.blueprint.cell_of(one) for one in case.members}
        return any(there[cell] < self.room[cell] for cell in cells)

    def _fits(self, case: CandidateGroup) -> bool:
        left, share = self.number - len(self.drawn), self._share_left()
        cells = Counter(self.blueprint.cell_of(one) for one in case.members)
        even = -(-self.number // len(self.pool.outcomes))
        return (
            case.must_pass <= share
            and case.for_people <= max(0, self.open_left)
            and case.size - case.must_pass <= left - share
            and all(self.room[cell] >= more for cell, more in cells.items())
            and (
                bool(self.blueprint.outcomes)
                or all(
                    not self.counts[outcome] or self.counts[outcome] + more <= even
                    for outcome, more in case.outcomes.items()
                )
            )
        )

    def _share_left(self) -> int:
        return max(0, self._share() - sum(one.must_pass for one in self.drawn))

    def _queues_of(
        self, *pools: list[DrawCandidate]
    ) -> tuple[list[_Queues], list[_Queues]]:
        """Return queues of must-pass questions and of others, one of each per pool."""
        must_pass = [
            self._queues(one for one in pool if one.must_pass) for pool in pools
        ]
        others = [
            self._queues(one for one in pool if not one.must_pass) for pool in pools
        ]
        return must_pass, others

    def _share(self) -> int:
        if self.blueprint.listed:
            return 0
        if self.blueprint.must_pass is not None:
            return self.blueprint.must_pass
        return compute_must_pass_share(self.pool.must_pass, len(self.pool), self.number)

    def _queues(self, candidates: Iterable[DrawCandidate]) -> _Queues:
        queues: _Queues = {}
        for place, one in enumerate(candidates):
            cell = self.blueprint.cell_of(one)
            group = _Kind(cell, one.outcome, one.is_for_people)
            queues.setdefault(group, deque()).append((place, one))
        return queues

    def _take(self, queues: _Queues, until: int, *, into_cells: bool = True) -> None:
        """Draw from ``queues``, outcome by outcome, until the paper has ``until``."""
        while len(self.drawn) < until:
            groups = [
                group
                for group, queue in queues.items()
                if queue
                and (self.room[group.cell] > 0 or not into_cells)
                and (self.open_left > 0 or not group.is_for_people)
            ]
            if not groups:
                return
            fewest = min(self.counts[group.outcome] for group in groups)
            outcome = self.chance.choice(
                sorted(
                    {
                        one.outcome
                        for one in groups
                        if self.counts[one.outcome] == fewest
                    }
                )
            )
            queue = min(
                (queues[one] for one in groups if one.outcome == outcome),
                key=lambda queue: queue[0][0],
            )
            self._add(queue.popleft()[1])

    def _add_all(self, case: CandidateGroup) -> None:
        for candidate in case.members:
            self._add(candidate)

    def _add(self, candidate: DrawCandidate) -> None:
        self.drawn.append(candidate)
        self.counts[candidate.outcome] += 1
        self.room[self.blueprint.cell_of(candidate)] -= 1
        self.open_left -= candidate.is_for_people
