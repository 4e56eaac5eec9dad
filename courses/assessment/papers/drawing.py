"""Draw the questions of an attempt from the bank of the learner's edition.

The rule, in order:

1. The bank is the live question versions that the learner's edition lists, nothing else;
   those for practice are no part of it, for their answers are shown.
2. A paper that lists its questions by hand asks exactly these. A paper with a blueprint
   (``composing``) asks so many of each outcome and difficulty as its cells say. A paper
   with neither has one cell for all.
3. Must-pass questions have their share of the bank in every attempt, or the number that
   the blueprint says: the share rounded, at least one where the bank has any. So no
   attempt is easier than another because the draw left them out.
4. Each next question comes from the outcome with the fewest drawn so far whose cell has
   room (chance decides a tie); must-pass questions first up to their share, then the
   others. Where the others run out, further must-pass questions fill up.
5. Inside an outcome those come first that this learner has seen least often in
   earlier attempts at the course; a question is the same one whatever its version.
6. The questions of a case are drawn together and asked one after the other, in their
   authors' order; each counts as a question. Cases come before single questions, have
   their share of the paper, and are drawn only where all their questions fit its number,
   its cells, the must-pass share and an even share of outcomes. A case is taken apart
   only where single questions cannot fill the paper.
7. Of the questions whose answers people mark, a paper that does not list its questions
   asks as many as it says, before the others; such a case counts its own.
8. Where a cell or the list has run out, since a question leaked or was retired, any
   other fills up, by rules 4 and 5: the paper keeps its number.
9. Questions in trial come on top, as many as the paper tries out at most, by the rules
   of a paper without a blueprint; open ones where the paper has such. They are not scored,
   and nothing tells them from the others.
10. The drawn questions, and cases as a whole, are put in an order of chance.
"""

import secrets
from collections import Counter, deque
from collections.abc import Iterable, Mapping
from functools import lru_cache
from random import Random
from typing import NamedTuple

from courses.assessment.composing import Blueprint, Cell
from courses.assessment.models import (
    AttemptItem,
    PaperVersion,
    QuestionVersion,
    State,
    StateChange,
)
from courses.assessment.papers.cases import Candidate, Group, grouped
from courses.assessment.papers.pools import Listing, Pool
from courses.models import Edition, Enrolment, Unit


def bank(edition: Edition) -> Pool:
    """Return the live questions of an edition, which know those that are tried out."""
    told = _told(edition)
    out = [unit for unit, state in told.items() if state != State.LIVE]
    tried = [unit for unit, state in told.items() if state == State.TRIAL]
    return Pool(_listing(edition.pk), out, tried)


def is_enough(pool: Pool, paper: PaperVersion) -> bool:
    """Tell whether the paper can be drawn from the live questions of ``pool``."""
    asked = pool.by_people
    if not paper.plan.listed:
        asked = min(asked, paper.open_questions)
    return len(pool) - pool.by_people + asked >= paper.questions


def scored(pool: Pool, paper: PaperVersion, seen: Counter[int]) -> list[Candidate]:
    """Draw the questions of a paper that count from the live ones of ``pool``."""
    return draw(
        pool,
        paper.questions,
        seen,
        blueprint=paper.plan,
        open_questions=paper.open_questions,
    )


def tried(pool: Pool, paper: PaperVersion, seen: Counter[int]) -> list[Candidate]:
    """Draw the questions of a paper that are tried out from those of ``pool``."""
    at_most = paper.trials if paper.open_questions else 0
    wanted = min(at_most, pool.by_people)
    return draw(pool, paper.trials, seen, open_questions=wanted)


def forget() -> None:
    """Forget the questions of editions: the database is another."""
    _listing.cache_clear()


def has_scenarios(edition: Edition) -> bool:
    """Tell whether an exam of ``edition`` may ask a branching scenario."""
    listed = QuestionVersion.objects.filter(version__entries__edition=edition)
    return listed.filter(type=QuestionVersion.Type.BRANCHING).exists()


def times_seen(enrolment: Enrolment) -> Counter[int]:
    """Return how often the learner has met each question in exams of the course.

    Tests that do not count are no part of it.
    """
    return Counter(
        AttemptItem.objects.in_exams()
        .filter(
            attempt__enrolment__learner=enrolment.learner_id,
            attempt__enrolment__course=enrolment.course_id,
        )
        .values_list("question__version__unit", flat=True)
    )


def draw(  # noqa: PLR0913 — the rules of a paper
    pool: Pool,
    number: int,
    seen: Counter[int],
    *,
    blueprint: Blueprint | None = None,
    open_questions: int = 0,
    chance: Random | None = None,
) -> list[Candidate]:
    """Return ``number`` question versions, by the rule above; so many of them open ones.

    Takes as many as there are where the bank is smaller.
    """
    chance = chance or secrets.SystemRandom()
    paper = _Paper(
        blueprint or Blueprint(), number, pool, chance, open_questions=open_questions
    )
    return paper.composed(seen)


def mixed(
    scored: Iterable[Candidate],
    tried: Iterable[Candidate],
    *,
    chance: Random | None = None,
) -> list[tuple[int, bool]]:
    """Return the ids of all drawn questions in their order, and whether each counts."""
    scored, tried = list(scored), list(tried)
    trials = {candidate.pk for candidate in tried}
    groups = grouped([*scored, *tried])
    (chance or secrets.SystemRandom()).shuffle(groups)
    drawn = [candidate.pk for group in groups for candidate in group.members]
    return [(pk, pk not in trials) for pk in drawn]


def must_pass_share(must_pass: int, total: int, number: int) -> int:
    """Return how many of ``number`` drawn questions are must-pass ones."""
    if not must_pass:
        return 0
    return min(must_pass, number, max(1, round(number * must_pass / total)))


def _told(edition: Edition) -> dict[int, str]:
    """Return the state of each question of the course that facts are kept about.

    They are few, so that the cost of a draw does not grow with them.
    """
    facts = StateChange.objects.filter(unit__course=edition.course_id).order_by("pk")
    return dict(facts.values_list("unit", "state"))


@lru_cache(maxsize=16)
def _listing(edition: int) -> Listing:
    """Return the questions of an edition, what the rule weighs of each and no text.

    Kept in memory: an edition, its versions and their questions never change.
    """
    rows = QuestionVersion.objects.filter(
        version__entries__edition=edition,
        version__unit__kind=Unit.Kind.QUESTION,
        for_practice=False,
    ).order_by("pk")
    return Listing(
        Candidate(*row)
        for row in rows.values_list(
            "pk",
            "version__unit",
            "outcome__number",
            "must_pass",
            "difficulty",
            "version__unit__slug",
            "case",
            "place",
            "type",
        )
    )


class _Kind(NamedTuple):
    """Candidates that stand in one queue."""

    cell: Cell
    outcome: int
    is_for_people: bool


#: Candidates of each kind, each with its place among all: lower ones come first.
type _Queues = dict[_Kind, deque[tuple[int, Candidate]]]


class _Paper:
    """A paper while it is drawn: what it has, and how much room its cells have."""

    def __init__(
        self,
        blueprint: Blueprint,
        number: int,
        pool: Pool,
        chance: Random,
        *,
        open_questions: int = 0,
    ) -> None:
        self.blueprint, self.number, self.chance = blueprint, number, chance
        self.open_left = open_questions
        self.pool = pool
        self.drawn: list[Candidate] = []
        self.counts: Counter[int] = Counter()
        self.room = Counter(blueprint.cells(number))

    def composed(self, seen: Mapping[int, int]) -> list[Candidate]:
        """Return the questions; single ones first where a case would be taken apart."""
        listed = set(self.blueprint.listed)
        there = self.pool.sample(self.number, seen, self.blueprint, self.chance)
        for candidate in there:
            if candidate.code in listed and len(self.drawn) < self.number:
                self._add(candidate)
        groups = grouped(one for one in there if one.code not in listed)
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
        """Draw the open questions that are still to be asked, into cells if they fit."""
        for into_cells in (True, False):
            for queues in all_queues:
                by_people = {
                    kind: queue for kind, queue in queues.items() if kind.is_for_people
                }
                until = min(self.number, len(self.drawn) + max(0, self.open_left))
                self._take(by_people, until, into_cells=into_cells)

    def _take_cases(self, cases: list[Group], singles: list[Candidate]) -> None:
        """Draw cases that single questions cannot do without, then those of chance.

        So that a case is as likely as any question, the last one is left to chance.
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

    def _is_needed(self, case: Group, singles: list[Candidate]) -> bool:
        """Tell whether single questions are too few for a cell or share of ``case``."""
        if case.must_pass and self._share_left() > sum(
            one.must_pass for one in singles
        ):
            return True
        there = Counter(self.blueprint.cell_of(one) for one in singles)
        cells = {self.blueprint.cell_of(one) for one in case.members}
        return any(there[cell] < self.room[cell] for cell in cells)

    def _fits(self, case: Group) -> bool:
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
        self, *pools: list[Candidate]
    ) -> tuple[list[_Queues], list[_Queues]]:
        """Return queues of must-pass questions and of others, one of each for a pool."""
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
        return must_pass_share(self.pool.must_pass, len(self.pool), self.number)

    def _queues(self, candidates: Iterable[Candidate]) -> _Queues:
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

    def _add_all(self, case: Group) -> None:
        for candidate in case.members:
            self._add(candidate)

    def _add(self, candidate: Candidate) -> None:
        self.drawn.append(candidate)
        self.counts[candidate.outcome] += 1
        self.room[self.blueprint.cell_of(candidate)] -= 1
        self.open_left -= candidate.is_for_people
