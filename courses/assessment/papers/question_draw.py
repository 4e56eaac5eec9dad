"""The draw of an attempt's questions from the bank of the learner's edition.

The rule, in order:

1. The bank is the live question versions that the learner's edition lists, and nothing
   else; practice questions are excluded, because their answers are shown.
2. A paper that lists its questions by hand asks exactly these. A paper with a blueprint
   (``paper_blueprint``) asks the number of questions per outcome and difficulty that
   its cells specify. A paper with neither has one cell for all.
3. Must-pass questions have their share of the bank in every attempt, or the number in
   the blueprint: the share is rounded, at least one if the bank has any. So no attempt
   is easier than another because the draw left them out.
4. Each next question comes from the outcome with the fewest drawn so far whose cell has
   room (chance decides a tie); must-pass questions first up to their share, then the
   others. If the others run out, further must-pass questions fill the paper.
5. Within an outcome, the questions that this learner has seen least often in earlier
   attempts at the course, tests included, come first; all versions of a question count
   as the same one.
6. The questions of a case are drawn together and asked one after the other, in their
   authors' order; each counts as a question. Cases come before single questions, have
   their share of the paper, and are drawn only if all their questions fit its number,
   its cells, the must-pass share and an even share of outcomes. A case is split only if
   single questions cannot fill the paper.
7. A paper that does not list its questions asks the number of open questions (those
   marked by people) that it specifies, before the others; such a case counts its own.
8. If a cell or the list has run out, because a question leaked or was retired, any
   other fills the gap by rules 4 and 5: the paper keeps its number.
9. Trial questions are added, up to the paper's maximum, by the rules of a paper without
   a blueprint; open ones only if the paper has open questions. They are not scored, and
   nothing distinguishes them from the others.
10. The drawn questions, and cases as a whole, are put in random order.
"""

import secrets
from collections import Counter
from collections.abc import Collection, Iterable
from functools import lru_cache
from random import Random

from django.db.models import QuerySet

from courses.assessment.kinds import UNFOLDING
from courses.assessment.models import (
    AttemptItem,
    PaperVersion,
    QuestionState,
    QuestionVersion,
    StateChange,
)
from courses.assessment.paper_blueprint import Blueprint
from courses.assessment.papers.paper_builder import PaperBuilder
from courses.assessment.papers.question_pools import (
    DrawCandidate,
    EditionQuestions,
    QuestionPool,
    group_candidates,
)
from courses.models import Edition, Enrolment, Unit
from elearning.prepared_queries import PreparedQuery, QueryParameter


def build_live_pool(
    edition: Edition, *, among: Collection[int] | None = None
) -> QuestionPool:
    """Return the live questions of an edition, together with those in trial.

    ``among`` are the units that may be drawn, if not all.
    """
    listing = _listing(edition.pk)
    told = dict(_states.ask(course=edition.course_id))  # few, however large the bank
    out = [unit for unit, state in told.items() if state != QuestionState.LIVE]
    tried = [unit for unit, state in told.items() if state == QuestionState.TRIAL]
    if among is not None:
        out += [unit for unit in listing.by_unit if unit not in among]
    return QuestionPool(listing, out, tried)


def has_enough_questions(pool: QuestionPool, paper: PaperVersion) -> bool:
    """Return whether the live questions of ``pool`` suffice for the paper."""
    asked = pool.by_people
    if not paper.plan.listed:
        asked = min(asked, paper.open_questions)
    return len(pool) - pool.by_people + asked >= paper.questions


def draw_scored_questions(
    pool: QuestionPool, paper: PaperVersion, seen: Counter[int]
) -> list[DrawCandidate]:
    """Draw the scored questions of a paper from the live ones of ``pool``."""
    return draw_questions(
        pool,
        paper.questions,
        seen,
        blueprint=paper.plan,
        open_questions=paper.open_questions,
    )


def draw_trial_questions(
    pool: QuestionPool, paper: PaperVersion, seen: Counter[int]
) -> list[DrawCandidate]:
    """Draw the trial questions of a paper from those of ``pool``."""
    at_most = paper.trials if paper.open_questions else 0
    wanted = min(at_most, pool.by_people)
    return draw_questions(pool, paper.trials, seen, open_questions=wanted)


def clear_listing_cache() -> None:
    """Clear the cached questions of editions, for another database."""
    _listing.cache_clear()


def has_scenarios(edition: Edition) -> bool:
    """Return whether an exam of ``edition`` may ask a branching scenario."""
    listed = QuestionVersion.objects.filter(version__entries__edition=edition)
    return listed.filter(type__in=UNFOLDING).exists()


def count_times_seen(enrolment: Enrolment) -> Counter[int]:
    """Return how often the learner met each question in exams and tests."""
    learner, course = enrolment.learner_id, enrolment.course_id
    return Counter(_met.ask(learner=learner, course=course))


def draw_questions(
    pool: QuestionPool,
    number: int,
    seen: Counter[int],
    *,
    blueprint: Blueprint | None = None,
    open_questions: int = 0,
    chance: Random | None = None,
) -> list[DrawCandidate]:
    """Return ``number`` questions by the rule above, ``open_questions`` of them open.

    Returns as many as there are if the bank is smaller.
    """
    chance = chance or secrets.SystemRandom()
    paper = PaperBuilder(
        blueprint or Blueprint(), number, pool, chance, open_questions=open_questions
    )
    return paper.composed(seen)


def mix_drawn_questions(
    scored: Iterable[DrawCandidate],
    tried: Iterable[DrawCandidate],
    *,
    chance: Random | None = None,
) -> list[tuple[int, bool]]:
    """Return the ids of all drawn questions in order, and whether each counts."""
    scored, tried = list(scored), list(tried)
    trials = {candidate.pk for candidate in tried}
    groups = group_candidates([*scored, *tried])
    (chance or secrets.SystemRandom()).shuffle(groups)
    drawn = [candidate.pk for group in groups for candidate in group.members]
    return [(pk, pk not in trials) for pk in drawn]


@PreparedQuery
def _met() -> QuerySet[AttemptItem, int]:
    items = AttemptItem.objects.filter(
        attempt__enrolment__learner=QueryParameter("learner", Enrolment, "learner"),
        attempt__enrolment__course=QueryParameter("course", Enrolment, "course"),
    )
    return items.values_list("question__version__unit", flat=True)


@PreparedQuery
def _states() -> QuerySet[StateChange, tuple[int, str]]:
    course = QueryParameter("course", Enrolment, "course")
    facts = StateChange.objects.filter(unit__course=course).order_by("pk")
    return facts.values_list("unit", "state")


@lru_cache(maxsize=16)
def _listing(edition: int) -> EditionQuestions:
    """Return the questions of an edition with what the rule weighs, without text.

    Cached in memory: an edition, its versions and their questions never change.
    """
    rows = QuestionVersion.objects.filter(
        version__entries__edition=edition,
        version__unit__kind=Unit.Kind.QUESTION,
        for_practice=False,
    ).order_by("pk")
    return EditionQuestions(
        DrawCandidate(*row)
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
