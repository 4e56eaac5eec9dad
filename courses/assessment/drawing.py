"""Draw the questions of an attempt from the bank of the learner's edition.

The rule, in order:

1. The bank is the live question versions that the learner's edition lists, nothing else.
2. Must-pass questions have their share of the bank in every attempt: the share rounded,
   at least one where the bank has any. So no attempt is easier than another because
   the draw left them out.
3. Each next question comes from the outcome with the fewest drawn so far (chance
   decides a tie); must-pass questions first up to their share, then the others. Where
   the others run out, further must-pass questions fill up.
4. Inside an outcome those come first that this learner has seen least often in
   earlier attempts at the course; a question is the same one whatever its version.
5. Questions in trial come on top, as many as the paper tries out at most, by the same
   rule. They are not scored, and nothing tells them from the others.
6. The drawn questions are put in an order of chance.
"""

import secrets
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from random import Random

from django.db.models import Q

from courses.assessment.models import (
    AttemptItem,
    QuestionVersion,
    State,
    StateChange,
)
from courses.models import Edition, Enrolment, Unit


@dataclass(frozen=True)
class Candidate:
    """A question that may be drawn: the id of its version, and what the rule weighs."""

    pk: int
    unit: int
    outcome: int
    must_pass: bool


def bank(edition: Edition) -> list[Candidate]:
    """Return the live questions of an edition in a fixed order."""
    told = _told(edition)
    out = [unit for unit, state in told.items() if state != State.LIVE]
    return _candidates(edition, ~Q(version__unit__in=out))


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
    chance: Random | None = None,
) -> list[int]:
    """Return the ids of ``number`` question versions, by the rule above.

    Takes as many as there are where the bank is smaller.
    """
    chance = chance or secrets.SystemRandom()
    pool = list(candidates)
    chance.shuffle(pool)
    pool.sort(key=lambda candidate: seen[candidate.unit])
    must_pass = [candidate for candidate in pool if candidate.must_pass]
    others = [candidate for candidate in pool if not candidate.must_pass]
    share = must_pass_share(len(must_pass), len(pool), number)
    drawn: list[Candidate] = []
    _take(drawn, must_pass, share, chance)
    _take(drawn, others, number, chance)
    _take(drawn, must_pass, number, chance)
    chance.shuffle(drawn)
    return [candidate.pk for candidate in drawn]


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


def _candidates(edition: Edition, condition: Q) -> list[Candidate]:
    rows = QuestionVersion.objects.filter(
        condition,
        version__entries__edition=edition,
        version__unit__kind=Unit.Kind.QUESTION,
    ).order_by("pk")
    return [
        Candidate(*row)
        for row in rows.values_list("pk", "version__unit", "outcome", "must_pass")
    ]


def _take(
    drawn: list[Candidate], pool: list[Candidate], until: int, chance: Random
) -> None:
    """Move questions to ``drawn``, outcome by outcome, until it has ``until``."""
    while pool and len(drawn) < until:
        counts = Counter(candidate.outcome for candidate in drawn)
        outcomes = sorted({candidate.outcome for candidate in pool})
        fewest = min(counts[outcome] for outcome in outcomes)
        outcome = chance.choice([item for item in outcomes if counts[item] == fewest])
        candidate = next(item for item in pool if item.outcome == outcome)
        pool.remove(candidate)
        drawn.append(candidate)
