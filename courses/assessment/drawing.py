"""Draw the questions of an attempt from the bank of the learner's edition.

The rule, in order:

1. The bank is the live question versions that the learner's edition lists, nothing else.
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
6. Where a cell or the list has run out, since a question leaked or was retired, any
   other fills up, by rules 4 and 5: the paper keeps its number.
7. Questions in trial come on top, as many as the paper tries out at most, by the rules
   of a paper without a blueprint. They are not scored, and nothing tells them from the
   others.
8. The drawn questions are put in an order of chance.
"""

import secrets
from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import dataclass
from random import Random
from typing import NamedTuple

from django.db import models
from django.db.models import Q

from courses.assessment.composing import Blueprint, Cell, Difficulty
from courses.assessment.models import (
    AttemptItem,
    QuestionVersion,
    State,
    StateChange,
)
from courses.models import Edition, Enrolment, Unit


@dataclass(frozen=True)
class Candidate:
    """A question that may be drawn: the id of its version, and what the rule weighs.

    ``outcome`` is the number of its outcome, ``code`` its own in small letters.
    """

    pk: int
    unit: int
    outcome: int
    must_pass: bool
    difficulty: str = Difficulty.MEDIUM
    code: str = ""


def bank(edition: Edition) -> list[Candidate]:
    """Return the live questions of an edition in a fixed order."""
    return _candidates(edition, _live(edition))


def bank_size(edition: Edition) -> int:
    """Return how many live questions an edition has."""
    return _listed(edition, _live(edition)).count()


def trials(edition: Edition) -> list[Candidate]:
    """Return the questions of an edition that are tried out, in a fixed order."""
    told = _told(edition)
    tried = [unit for unit, state in told.items() if state == State.TRIAL]
    return _candidates(edition, Q(version__unit__in=tried)) if tried else []


def times_seen(enrolment: Enrolment) -> Counter[int]:
    """Return how often the learner has met each question in exams of the course."""
    return Counter(
        AttemptItem.objects.filter(
            attempt__enrolment__learner=enrolment.learner_id,
            attempt__enrolment__course=enrolment.course_id,
        ).values_list("question__version__unit", flat=True)
    )


def draw(
    candidates: Iterable[Candidate],
    number: int,
    seen: Counter[int],
    *,
    blueprint: Blueprint | None = None,
    chance: Random | None = None,
) -> list[int]:
    """Return the ids of ``number`` question versions, by the rule above.

    Takes as many as there are where the bank is smaller.
    """
    chance = chance or secrets.SystemRandom()
    pool = list(candidates)
    chance.shuffle(pool)
    pool.sort(key=lambda candidate: seen[candidate.unit])
    paper = _Paper(blueprint or Blueprint(), number, pool, chance)
    return [candidate.pk for candidate in paper.composed()]


def mixed(
    scored: Iterable[int], tried: Iterable[int], *, chance: Random | None = None
) -> list[tuple[int, bool]]:
    """Return all drawn questions in an order of chance, and whether each counts."""
    drawn = [(pk, True) for pk in scored] + [(pk, False) for pk in tried]
    (chance or secrets.SystemRandom()).shuffle(drawn)
    return drawn


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


def _live(edition: Edition) -> Q:
    told = _told(edition)
    out = [unit for unit, state in told.items() if state != State.LIVE]
    return ~Q(version__unit__in=out)


def _listed(edition: Edition, condition: Q) -> models.QuerySet[QuestionVersion]:
    return QuestionVersion.objects.filter(
        condition,
        version__entries__edition=edition,
        version__unit__kind=Unit.Kind.QUESTION,
    )


def _candidates(edition: Edition, condition: Q) -> list[Candidate]:
    """Return what the rule weighs of each question, and no text of any."""
    rows = _listed(edition, condition).order_by("pk")
    return [
        Candidate(*row)
        for row in rows.values_list(
            "pk",
            "version__unit",
            "outcome__number",
            "must_pass",
            "difficulty",
            "version__unit__slug",
        )
    ]


class _Group(NamedTuple):
    """Candidates that stand in one queue."""

    cell: Cell
    outcome: int


#: Candidates of each group, each with its place among all: lower ones come first.
type _Queues = dict[_Group, deque[tuple[int, Candidate]]]


class _Paper:
    """A paper while it is drawn: what it has, and how much room its cells have."""

    def __init__(
        self, blueprint: Blueprint, number: int, pool: list[Candidate], chance: Random
    ) -> None:
        self.blueprint, self.number, self.chance = blueprint, number, chance
        self.pool = pool
        self.drawn: list[Candidate] = []
        self.counts: Counter[int] = Counter()
        self.room = Counter(blueprint.cells(number))

    def composed(self) -> list[Candidate]:
        """Return the questions, in an order of chance."""
        listed = set(self.blueprint.listed)
        for candidate in self.pool:
            if candidate.code in listed and len(self.drawn) < self.number:
                self._add(candidate)
        rest = [one for one in self.pool if one.code not in listed]
        must_pass = self._queues(one for one in rest if one.must_pass)
        others = self._queues(one for one in rest if not one.must_pass)
        self._take(must_pass, self._share())
        self._take(others, self.number)
        self._take(must_pass, self.number)
        for queues in (others, must_pass):
            self._take(queues, self.number, into_cells=False)
        self.chance.shuffle(self.drawn)
        return self.drawn

    def _share(self) -> int:
        if self.blueprint.listed:
            return 0
        if self.blueprint.must_pass is not None:
            return self.blueprint.must_pass
        must_pass = sum(one.must_pass for one in self.pool)
        return must_pass_share(must_pass, len(self.pool), self.number)

    def _queues(self, candidates: Iterable[Candidate]) -> _Queues:
        queues: _Queues = {}
        for place, one in enumerate(candidates):
            group = _Group(self.blueprint.cell_of(one), one.outcome)
            queues.setdefault(group, deque()).append((place, one))
        return queues

    def _take(self, queues: _Queues, until: int, *, into_cells: bool = True) -> None:
        """Draw from ``queues``, outcome by outcome, until the paper has ``until``."""
        while len(self.drawn) < until:
            groups = [
                group
                for group, queue in queues.items()
                if queue and (self.room[group.cell] > 0 or not into_cells)
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

    def _add(self, candidate: Candidate) -> None:
        self.drawn.append(candidate)
        self.counts[candidate.outcome] += 1
        self.room[self.blueprint.cell_of(candidate)] -= 1
