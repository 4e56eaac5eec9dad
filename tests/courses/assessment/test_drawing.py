"""Which questions an attempt gets."""

from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from courses.assessment import marking, sitting
from courses.assessment.drawing import Candidate, draw, must_pass_share
from courses.assessment.models import AttemptItem
from tests.factories.assessment import (
    NOW,
    begin,
    edition_with_exam,
    exam_enrolment,
)
from tests.factories.courses import CourseFactory, OutcomeFactory

POOL = [
    Candidate(pk=number, unit=number, outcome=number % 6, must_pass=number % 5 == 0)
    for number in range(60)
]
candidates = st.lists(
    st.builds(
        Candidate, st.integers(), st.integers(), st.integers(1, 6), st.booleans()
    ),
    unique_by=lambda candidate: candidate.pk,
    max_size=40,
)


@given(candidates, st.integers(1, 25), st.randoms())
def test_draw_gives_what_there_is_without_repeats(pool, number, chance):
    drawn = draw(pool, number, Counter(), chance=chance)

    must_pass = {candidate.pk for candidate in pool if candidate.must_pass}
    assert len(drawn) == len(set(drawn)) == min(number, len(pool))
    assert set(drawn) <= {candidate.pk for candidate in pool}
    assert bool(must_pass & set(drawn)) == bool(must_pass)


@given(st.randoms())
def test_draw_balances_outcomes_and_keeps_the_must_pass_share(chance):
    drawn = draw(POOL, 20, Counter(), chance=chance)

    rows = [candidate for candidate in POOL if candidate.pk in drawn]
    counts = Counter(candidate.outcome for candidate in rows)
    assert sorted(counts.values()) == [3, 3, 3, 3, 4, 4]
    assert sum(candidate.must_pass for candidate in rows) == 4


@given(st.randoms())
def test_draw_takes_unseen_questions_first(chance):
    first = draw(POOL, 20, Counter(), chance=chance)
    second = draw(POOL, 20, Counter(first), chance=chance)

    assert not set(first) & set(second)


@pytest.mark.parametrize(
    ("must_pass", "total", "number", "share"),
    [(0, 60, 20, 0), (1, 60, 20, 1), (12, 60, 20, 4), (60, 60, 20, 20), (1, 1, 1, 1)],
)
def test_must_pass_share(must_pass, total, number, share):
    assert must_pass_share(must_pass, total, number) == share


@pytest.mark.django_db
def test_the_second_attempt_asks_what_the_first_did_not():
    enrolment = exam_enrolment([{}] * 8, paper={"waiting_hours": []})
    first = begin(enrolment)
    marking.mark(first, at=NOW)

    second = sitting.start(
        enrolment,
        at=NOW + timedelta(hours=1),
        by=enrolment.learner.user,
        language="kk",
    )

    asked = AttemptItem.objects.values_list("question", flat=True)
    assert not set(asked.filter(attempt=first)) & set(asked.filter(attempt=second))


@pytest.mark.django_db
def test_start_reads_no_text_but_of_what_it_asks():
    """A bank of any size is weighed by its columns; texts are read of a paper alone."""
    enrolment = exam_enrolment([{}] * 12)
    with CaptureQueriesContext(connection) as captured:
        begin(enrolment)

    bodies = [one["sql"] for one in captured if '"body"' in one["sql"]]
    assert all(" IN (" in sql for sql in bodies)
    assert len([sql for sql in bodies if sql.startswith("SELECT")]) == 1


@pytest.mark.django_db
def test_paper_by_blueprint_is_asked_of_a_learner():
    course = CourseFactory()
    outcomes = [OutcomeFactory(course=course, number=number) for number in (1, 2)]
    bank = [
        {"outcome": outcome, "difficulty": difficulty}
        for outcome in outcomes
        for difficulty in ("easy", "hard", "hard")
    ]
    rules = {"outcomes": {"1": 1, "2": 3}, "difficulty": {"easy": 1, "hard": 3}}
    edition = edition_with_exam(bank, course, blueprint=rules)

    attempt = begin(edition=edition)

    asked = attempt.items.values_list(
        "question__outcome__number", "question__difficulty"
    )
    assert sorted(asked) == [(1, "hard"), (2, "easy"), (2, "hard"), (2, "hard")]
