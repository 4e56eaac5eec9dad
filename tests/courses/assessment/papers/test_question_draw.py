"""Which questions an attempt gets."""

from collections import Counter
from datetime import timedelta
from itertools import groupby
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from courses.assessment.attempts import attempt_start
from courses.assessment.marks import attempt_marking
from courses.assessment.models import AttemptItem
from courses.assessment.paper_blueprint import Blueprint
from courses.assessment.papers.paper_builder import compute_must_pass_share
from courses.assessment.papers.question_draw import draw_questions, mix_drawn_questions
from courses.assessment.papers.question_pools import (
    DrawCandidate,
    EditionQuestions,
    QuestionPool,
)
from tests.factories.assessment import (
    NOW,
    begin,
    edition_with_exam,
    exam_enrolment,
)
from tests.factories.courses import CourseFactory, OutcomeFactory

POOL = [
    DrawCandidate(pk=number, unit=number, outcome=number % 6, must_pass=number % 5 == 0)
    for number in range(60)
]
LARGE = EditionQuestions(
    DrawCandidate(pk=number, unit=number, outcome=number % 6, must_pass=number % 5 == 0)
    for number in range(1800)
)
CASES = [None, *map(UUID, (f"{number:032}" for number in range(1, 6)))]
candidates = st.lists(
    st.builds(
        DrawCandidate,
        st.integers(),
        st.integers(),
        st.integers(1, 6),
        st.booleans(),
        case=st.sampled_from(CASES),
        place=st.integers(0, 5),
    ),
    unique_by=lambda candidate: candidate.pk,
    max_size=40,
)


def ids(drawn):
    return [candidate.pk for candidate in drawn]


def cases_in(drawn):
    """How many questions of each case there are."""
    return Counter(one.case for one in drawn if one.case)


@given(candidates, st.integers(1, 25), st.randoms())
def test_draw_gives_what_there_is_without_repeats(pool, number, chance):
    drawn = ids(draw_questions(QuestionPool.of(pool), number, Counter(), chance=chance))

    must_pass = {candidate.pk for candidate in pool if candidate.must_pass}
    assert len(drawn) == len(set(drawn)) == min(number, len(pool))
    assert set(drawn) <= {candidate.pk for candidate in pool}
    assert bool(must_pass & set(drawn)) == bool(must_pass)


@given(st.randoms())
def test_draw_balances_outcomes_and_keeps_the_must_pass_share(chance):
    rows = draw_questions(QuestionPool.of(POOL), 20, Counter(), chance=chance)

    counts = Counter(candidate.outcome for candidate in rows)
    assert sorted(counts.values()) == [3, 3, 3, 3, 4, 4]
    assert sum(candidate.must_pass for candidate in rows) == 4


@given(st.randoms())
def test_draw_takes_unseen_questions_first(chance):
    first = ids(draw_questions(QuestionPool.of(POOL), 20, Counter(), chance=chance))
    second = ids(
        draw_questions(QuestionPool.of(POOL), 20, Counter(first), chance=chance)
    )

    assert not set(first) & set(second)


@given(st.randoms(), st.integers(1, 8), st.sets(st.integers(0, 1799), max_size=40))
def test_draw_from_a_large_bank_is_live_new_and_balanced(chance, number, out):
    pool = QuestionPool(LARGE, out)

    first = ids(draw_questions(pool, number, Counter(), chance=chance))
    second = draw_questions(pool, number, Counter(first), chance=chance)

    counts = Counter(candidate.outcome for candidate in second)
    assert not set(first + ids(second)) & out
    assert not set(first) & set(ids(second))
    assert len(second) == number
    assert max(counts.values()) - min(counts.values()) <= (len(counts) > 1)
    assert sum(one.must_pass for one in second) == compute_must_pass_share(
        pool.must_pass, len(pool), number
    )


def test_each_question_of_a_large_bank_is_as_likely():
    pool = QuestionPool(LARGE)
    drawn = Counter(
        one.pk // 300
        for _turn in range(300)
        for one in draw_questions(pool, 6, Counter())
        if not one.must_pass
    )

    assert len(drawn) == 6
    assert max(drawn.values()) < 2 * min(drawn.values())


def case(number, size, *, outcome=1, must_pass=0):
    """A case of ``size`` questions, the last ones must-pass."""
    return [
        DrawCandidate(
            pk=1000 * number + place,
            unit=1000 * number + place,
            outcome=outcome,
            must_pass=place > size - must_pass,
            case=CASES[number],
            place=place,
        )
        for place in range(1, size + 1)
    ]


@given(candidates, st.integers(1, 25), st.randoms())
def test_every_attempt_has_as_many_must_pass_questions_as_any_other(
    pool, number, chance
):
    first, second = (
        sum(
            one.must_pass
            for one in draw_questions(
                QuestionPool.of(pool), number, Counter(), chance=chance
            )
        )
        for _turn in range(2)
    )

    assert first == second


@given(
    st.lists(st.integers(2, 4), min_size=1, max_size=5),
    st.integers(0, 20),
    st.integers(4, 30),
    st.randoms(),
)
def test_cases_are_drawn_whole_or_not_at_all_where_single_questions_fill_the_paper(
    sizes, more, number, chance
):
    pool = [one for place, size in enumerate(sizes, 1) for one in case(place, size)]
    whole = cases_in(pool)
    pool += [
        DrawCandidate(n, n, 1 + n % 3, must_pass=False) for n in range(number + more)
    ]

    drawn = draw_questions(QuestionPool.of(pool), number, Counter(), chance=chance)

    assert len(drawn) == number
    assert cases_in(drawn).items() <= whole.items()


@given(candidates, candidates, st.randoms())
def test_questions_of_a_case_stand_together_in_their_order(scored, tried, chance):
    tried = [one for one in tried if one.pk not in ids(scored)]
    by_pk = {one.pk: one for one in [*scored, *tried]}

    drawn = mix_drawn_questions(scored, tried, chance=chance)

    assert sorted(drawn) == sorted(
        [(pk, True) for pk in ids(scored)] + [(pk, False) for pk in ids(tried)]
    )
    rows = [by_pk[pk] for pk, _counts in drawn]
    runs = [list(run) for _case, run in groupby(rows, lambda one: one.case or one.pk)]
    assert len(runs) == len({one.case or one.pk for one in rows})
    for run in runs:
        assert run == sorted(run, key=lambda one: (one.place, one.pk))


@given(st.randoms())
def test_a_case_fills_the_paper_exactly_rather_than_being_cut(chance):
    singles = [DrawCandidate(n, n, 1, must_pass=False) for n in range(3)]
    drawn = draw_questions(
        QuestionPool.of([*singles, *case(1, 2)]), 4, Counter(), chance=chance
    )

    assert cases_in(drawn) == {CASES[1]: 2}


@given(st.randoms())
def test_a_case_that_is_longer_than_its_paper_is_cut_only_where_nothing_else_fills_it(
    chance,
):
    singles = [DrawCandidate(n, n, 1, must_pass=False) for n in range(2)]

    assert (
        cases_in(
            draw_questions(
                QuestionPool.of(case(1, 6) + singles), 2, Counter(), chance=chance
            )
        )
        == {}
    )
    assert (
        len(
            draw_questions(
                QuestionPool.of(case(1, 6) + singles), 4, Counter(), chance=chance
            )
        )
        == 4
    )


@given(st.randoms())
def test_must_pass_questions_of_a_case_that_is_too_long_are_drawn_all_the_same(chance):
    singles = [DrawCandidate(n, n, 1, must_pass=False) for n in range(9)]
    pool = [*singles, *case(1, 6, must_pass=1)]

    assert any(
        one.must_pass
        for one in draw_questions(QuestionPool.of(pool), 4, Counter(), chance=chance)
    )


@given(st.randoms())
def test_a_case_does_not_crowd_out_other_outcomes(chance):
    pool = [one for one in POOL if not one.must_pass] + case(1, 3, outcome=2)

    drawn = draw_questions(QuestionPool.of(pool), 20, Counter(), chance=chance)

    counts = Counter(one.outcome for one in drawn)
    assert sorted(counts.values()) == [3, 3, 3, 3, 4, 4]


def test_a_case_is_drawn_about_as_often_as_other_questions():
    singles = [DrawCandidate(n, n, n % 2, must_pass=False) for n in range(20)]
    pool = [*singles, *case(1, 3, outcome=1)]

    draws = [
        draw_questions(QuestionPool.of(pool), 10, Counter()) for _turn in range(300)
    ]

    assert 50 < sum(bool(cases_in(drawn)) for drawn in draws) < 200


@pytest.mark.parametrize(
    ("must_pass", "total", "number", "share"),
    [(0, 60, 20, 0), (1, 60, 20, 1), (12, 60, 20, 4), (60, 60, 20, 20), (1, 1, 1, 1)],
)
def test_must_pass_share(must_pass, total, number, share):
    assert compute_must_pass_share(must_pass, total, number) == share


@pytest.mark.django_db
def test_the_second_attempt_asks_what_the_first_did_not():
    enrolment = exam_enrolment([{}] * 8, paper={"waiting_hours": []})
    first = begin(enrolment)
    attempt_marking.mark_attempt(first, at=NOW)

    second = attempt_start.start_attempt(
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


@given(st.randoms(), st.integers(0, 3))
def test_a_case_keeps_to_the_cells_of_a_blueprint(chance, must_pass):
    singles = [DrawCandidate(n, n, 1 + n % 3, must_pass=n < 6) for n in range(24)]
    pool = [*singles, *case(1, 3, outcome=2, must_pass=must_pass), *case(2, 5)]
    plan = Blueprint(outcomes={1: 4, 2: 4, 3: 4}, must_pass=2)

    drawn = draw_questions(
        QuestionPool.of(pool), 12, Counter(), blueprint=plan, chance=chance
    )

    assert Counter(one.outcome for one in drawn) == {1: 4, 2: 4, 3: 4}
    assert sum(one.must_pass for one in drawn) == 2
    assert set(cases_in(drawn).items()) <= {(CASES[1], 3)}
