"""What papers are made of: by outcomes and difficulty, or by hand."""

from collections import Counter

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from courses.assessment.paper_blueprint import Blueprint, BlueprintCell, Difficulty
from courses.assessment.papers.question_draw import draw_questions
from courses.assessment.papers.question_pools import DrawCandidate, QuestionPool

MIX = {"easy": 30, "medium": 50, "hard": 20}
outcomes = st.dictionaries(st.integers(1, 6), st.integers(1, 12), min_size=1)
mixes = st.builds(
    lambda easy, rest: {
        "easy": easy,
        "medium": (100 - easy) - rest * (100 - easy) // 100,
        "hard": rest * (100 - easy) // 100,
    },
    st.integers(0, 100),
    st.integers(0, 100),
)
candidates = st.lists(
    st.builds(
        DrawCandidate,
        st.integers(),
        st.integers(),
        st.integers(1, 6),
        st.booleans(),
        st.sampled_from(list(Difficulty)),
    ),
    unique_by=lambda candidate: candidate.pk,
    max_size=60,
)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("plan", "rule", "words"),
    [
        (
            Blueprint({1: 5, 2: 5}),
            "outcomes",
            (
                "The outcomes add up to 10 questions, but the exam asks 20. Make the "
                "numbers match."
            ),
        ),
        (Blueprint({1: 21, 2: -1}), "outcomes", "add up to 20 questions"),
        (Blueprint(mix={"easy": 50, "medium": 40, "hard": 20}), "difficulty", "110"),
        (Blueprint(mix={"easy": -10, "medium": 110, "hard": 0}), "difficulty", "100"),
        (Blueprint(must_pass=21), "must_pass", "cannot have more must-pass questions"),
        (Blueprint(listed=("a", "b")), "list", "The list has 2 questions"),
        (Blueprint(listed=("a",) * 20), "list", "twice"),
        (
            Blueprint({1: 20}, listed=tuple(map(str, range(20)))),
            "list",
            "either by hand or by outcomes",
        ),
    ],
)
def test_what_cannot_be_is_told_by_its_rule(plan, rule, words):
    assert {rule} == set(plan.faults(20))
    assert words in plan.faults(20)[rule]


@pytest.mark.parametrize(
    "plan",
    [
        Blueprint(),
        Blueprint({1: 20}),
        Blueprint(mix=MIX),
        Blueprint(mix={"easy": 6, "medium": 10, "hard": 4}),
        Blueprint({1: 5, 2: 15}, MIX, 0),
        Blueprint(listed=tuple(map(str, range(20)))),
    ],
)
def test_what_adds_up_has_no_faults_and_is_kept_as_it_is(plan):
    assert plan.faults(20) == {}
    assert Blueprint.read(plan.rules()) == plan


def test_empty_blueprint_is_kept_as_nothing():
    assert Blueprint().rules() == {}
    assert Blueprint().cells(20) == {BlueprintCell(): 20}


def test_five_of_each_outcome_share_the_mix():
    cells = Blueprint(dict.fromkeys((1, 2, 3, 4), 5), MIX).cells(20)

    assert Counter(
        {name: sum(n for cell, n in cells.items() if cell[1] == name) for name in MIX}
    ) == {"easy": 6, "medium": 10, "hard": 4}
    assert {
        number: sum(n for cell, n in cells.items() if cell[0] == number)
        for number in (1, 2, 3, 4)
    } == dict.fromkeys((1, 2, 3, 4), 5)


@given(outcomes, mixes)
def test_cells_keep_outcomes_exactly_and_the_mix_as_nearly_as_whole_numbers_do(
    numbers, mix
):
    total = sum(numbers.values())
    cells = Blueprint(numbers, mix).cells(total)

    rows, columns = Counter(), Counter()
    for cell, n in cells.items():
        rows[cell.outcome] += n
        columns[cell.difficulty] += n
    assert rows == numbers
    assert min(cells.values()) > 0
    assert all(abs(columns[name] - total * mix[name] / 100) < 1 for name in mix)


@given(candidates, outcomes, st.builds(Blueprint, outcomes, mixes), st.randoms())
def test_paper_fills_every_cell_as_far_as_the_bank_goes(pool, other, plan, chance):
    for one in (plan, Blueprint(plan.outcomes), Blueprint(mix=plan.mix)):
        number = sum((one.outcomes or other).values())
        check_filled(pool, number, one, chance)


def check_filled(pool, number, plan, chance):

    drawn = [
        one.pk
        for one in draw_questions(
            QuestionPool.of(pool), number, Counter(), blueprint=plan, chance=chance
        )
    ]

    rows = {one.pk: one for one in pool}
    there = Counter(plan.cell_of(one) for one in pool)
    asked = Counter(plan.cell_of(rows[pk]) for pk in drawn)
    assert len(drawn) == len(set(drawn)) == min(number, len(pool))
    for cell, wanted in plan.cells(number).items():
        assert asked[cell] >= min(wanted, there[cell])


@given(st.integers(0, 6), st.randoms())
def test_paper_has_the_must_pass_questions_that_it_says(must_pass, chance):
    pool = [DrawCandidate(n, n, n % 4 + 1, n % 3 == 0) for n in range(60)]
    plan = Blueprint(dict.fromkeys((1, 2, 3, 4), 3), must_pass=must_pass)

    drawn = [
        one.pk
        for one in draw_questions(
            QuestionPool.of(pool), 12, Counter(), blueprint=plan, chance=chance
        )
    ]

    assert sum(n % 3 == 0 for n in drawn) == must_pass


@given(st.randoms())
def test_unseen_questions_come_first_in_every_cell(chance):
    pool = [
        DrawCandidate(n, n, n % 2 + 1, False, list(Difficulty)[n % 3])
        for n in range(48)
    ]
    plan = Blueprint({1: 6, 2: 6}, {"easy": 4, "medium": 4, "hard": 4})

    first = [
        one.pk
        for one in draw_questions(
            QuestionPool.of(pool), 12, Counter(), blueprint=plan, chance=chance
        )
    ]
    second = [
        one.pk
        for one in draw_questions(
            QuestionPool.of(pool), 12, Counter(first), blueprint=plan, chance=chance
        )
    ]

    assert not set(first) & set(second)


def test_list_by_hand_is_asked_as_it_is():
    pool = [
        DrawCandidate(n, n, n % 2 + 1, n == 3, code=f"c1-q{n:02}") for n in range(9)
    ]
    plan = Blueprint(listed=("c1-q00", "c1-q04", "c1-q08"))

    drawn = [
        one.pk
        for one in draw_questions(
            QuestionPool.of(pool), 3, Counter({0: 5}), blueprint=plan
        )
    ]

    assert sorted(drawn) == [0, 4, 8]


def test_place_of_a_listed_question_that_has_gone_is_filled():
    pool = [DrawCandidate(n, n, 1, False, code=f"c1-q{n:02}") for n in range(9)]
    plan = Blueprint(listed=("c1-q00", "c1-q77"))

    drawn = [
        one.pk
        for one in draw_questions(QuestionPool.of(pool), 2, Counter(), blueprint=plan)
    ]

    assert 0 in drawn
    assert len(drawn) == 2
