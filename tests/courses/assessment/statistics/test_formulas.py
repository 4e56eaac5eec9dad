"""The formulas, against a data set computed by hand and against another way to compute.

Five candidates, three questions that all were asked:

========= == == == ===== ================
candidate q1 q2 q3 total rest without q…
========= == == == ===== ================
A          1  1  1     3  2  2  2
B          1  0  1     2  1  2  1
C          0  1  1     2  2  1  1
D          1  0  0     1  0  1  1
E          0  0  0     0  0  0  0
========= == == == ===== ================

V(T) = (18 - 8²/5) / 4 = 1.3; V(q1) = (3 - 3²/5) / 4 = 0.3, so are V(q2) and V(q3).
C(q1, rest) = (3 - 3·5/5) / 4 = 0, C(q2, rest) = (3 - 2·6/5) / 4 = 0.15,
C(q3, rest) = (4 - 3·5/5) / 4 = 0.25. V(rest) = 1, 0.7, 0.5.
"""

import random
import statistics
from collections import Counter
from fractions import Fraction
from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.assessment.statistics import (
    ability_thirds,
    exam_reliability,
    item_analysis,
)
from courses.assessment.statistics.ability_thirds import AnswerGroup
from courses.assessment.statistics.pair_sums import (
    PairSums,
    compute_highest_covariance,
    sum_pairs,
)

BY_HAND = [(1, 1, 1), (1, 0, 1), (0, 1, 1), (1, 0, 0), (0, 0, 0)]


def fractions(paper):
    return [Fraction(mark) for mark in paper]


def pairs(papers, place):
    """Mark and rest, as a share, of each candidate for the question at ``place``."""
    return [
        (paper[place], (sum(paper) - paper[place]) / (len(paper) - 1))
        for paper in map(fractions, papers)
    ]


def sum_exam_totals(papers, asked):
    """The sums over candidates, each given as the marks of their questions."""
    found = exam_reliability.ExamTotals(asked)
    for marks in papers:
        total, squares = sum(marks), sum(mark**2 for mark in marks)
        found += exam_reliability.ExamTotals(asked, 1, total, total**2, squares)
    return found


def covarying(number, covariance):
    """Sums of ``number`` marks and totals with that covariance."""
    return PairSums(number, xy=covariance * (number - 1))


# --- Too little to tell ---------------------------------------------------------------


@pytest.mark.parametrize("found", [[], [(1, Fraction(1, 2))]])
def test_nobody_and_one_alone_do_not_vary(found):
    sums = sum_pairs(found)

    assert (sums.variance_x, sums.covariance, sums.correlation) == (None, None, None)
    assert item_analysis.compute_efficiency(Counter(found)) is None


def test_facility_of_a_question_nobody_was_asked_is_unknown():
    assert item_analysis.compute_facility(PairSums()) is None


@pytest.mark.parametrize(
    "papers", [[(1, 0), (1, 1), (1, 0)], [(1, 1), (0, 1), (0, 1)], [(1, 1)] * 3]
)
def test_question_that_cannot_tell_has_no_discrimination(papers):
    assert item_analysis.compute_discrimination(sum_pairs(pairs(papers, 0))) is None
    assert item_analysis.compute_efficiency(Counter(pairs(papers, 0))) is None


@pytest.mark.parametrize("papers", [[], [(1, 0)], [(1, 0), (0, 1)], [(1,), (0,)]])
def test_exam_that_cannot_be_consistent_has_no_coefficient(papers):
    places = len(papers[0]) if papers else 2
    totals = sum_exam_totals(map(fractions, papers), places)
    variances = [Fraction(1, 4)] * places

    assert exam_reliability.compute_cronbach_alpha(totals, variances) is None
    assert exam_reliability.compute_drawn_consistency(totals) is None


def test_exams_of_different_lengths_are_not_added_up():
    with pytest.raises(ValueError):
        exam_reliability.ExamTotals(3) + exam_reliability.ExamTotals(4)


def test_weights_of_a_paper_nobody_sat_are_unknown():
    assert item_analysis.compute_effective_weights({1: PairSums()}, 0) == {1: None}


# --- By hand --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "facility", "discrimination", "efficiency"),
    [
        (0, Fraction(3, 5), 0, 0),
        (1, Fraction(2, 5), 0.15 / sqrt(0.3 * 0.7), 0.375),
        (2, Fraction(3, 5), 0.25 / sqrt(0.3 * 0.5), 1),
    ],
)
def test_questions_are_as_computed_by_hand(place, facility, discrimination, efficiency):
    found = pairs(BY_HAND, place)

    assert item_analysis.compute_facility(sum_pairs(found)) == facility
    assert item_analysis.compute_discrimination(sum_pairs(found)) == pytest.approx(
        discrimination
    )
    assert item_analysis.compute_efficiency(Counter(found)) == pytest.approx(efficiency)


def test_exam_is_as_computed_by_hand():
    totals = sum_exam_totals(map(fractions, BY_HAND), 3)
    consistency = exam_reliability.compute_cronbach_alpha(totals, [Fraction(3, 10)] * 3)

    assert (totals.mean, totals.variance) == (Fraction(8, 5), Fraction(13, 10))
    assert consistency == pytest.approx(1.5 * (1 - 0.9 / 1.3))
    assert exam_reliability.compute_error_ratio(consistency) == pytest.approx(
        sqrt(0.7 / 1.3)
    )
    assert exam_reliability.compute_standard_error(
        totals, consistency
    ) == pytest.approx(sqrt(0.7))
    # MSB = 1.3 / 3; MSW = (8 - 18/3) / (5 · 2) = 0.2
    assert exam_reliability.compute_drawn_consistency(totals) == pytest.approx(
        1 - 0.2 / (1.3 / 3)
    )


def test_weights_are_as_computed_by_hand():
    # C(q, T) = C(q, rest) + V(q) = 0.3, 0.45, 0.55
    asked = {
        number: covarying(5, Fraction(covariance, 100))
        for number, covariance in [(1, 30), (2, 45), (3, 55)]
    }
    whole = sqrt(0.30) + sqrt(0.45) + sqrt(0.55)

    assert item_analysis.compute_effective_weights(asked, 5) == pytest.approx(
        {1: sqrt(0.30) / whole, 2: sqrt(0.45) / whole, 3: sqrt(0.55) / whole}
    )


def test_question_that_pulls_against_the_total_has_no_weight():
    asked = {
        1: covarying(5, Fraction(1, 4)),
        2: covarying(5, Fraction(-1, 4)),
    }

    assert item_analysis.compute_effective_weights(asked, 5) == {1: 1.0, 2: None}


def test_weights_of_drawn_papers_add_up_to_one_on_average():
    asked = {
        1: covarying(8, Fraction(1, 4)),
        2: covarying(2, Fraction(1, 9)),
    }

    weights = item_analysis.compute_effective_weights(asked, 10)

    assert weights[1] * 0.8 + weights[2] * 0.2 == pytest.approx(1)


def test_scores_are_spread_with_borders_counted_above_and_full_marks_last():
    scores = {Fraction(0): 1, Fraction(1, 10): 2, Fraction(79, 100): 3, Fraction(1): 4}

    assert exam_reliability.build_score_histogram(scores) == [
        1,
        2,
        0,
        0,
        0,
        0,
        0,
        3,
        0,
        4,
    ]


# --- Thirds ---------------------------------------------------------------------------


def test_thirds_keep_equal_scores_together():
    tenths = {Fraction(n, 10): 1 for n in range(1, 7)}

    assert list(ability_thirds.assign_thirds(tenths).values()) == [0, 0, 1, 1, 2, 2]
    assert ability_thirds.assign_thirds({Fraction(1): 9}) == {Fraction(1): 1}
    assert ability_thirds.assign_thirds({Fraction(0): 1, Fraction(1, 2): 8}) == {
        Fraction(0): 0,
        Fraction(1, 2): 1,
    }


def test_choices_are_counted_by_thirds():
    answers = {
        Fraction(1, 4): AnswerGroup(2, 1, Counter({Fraction(0): 2}), Counter(b=1)),
        Fraction(2, 4): AnswerGroup(2, 0, Counter({0: 1, 1: 1}), Counter(a=1, b=1)),
        Fraction(3, 4): AnswerGroup(2, 0, Counter({Fraction(1): 2}), Counter(a=2)),
    }

    groups = ability_thirds.group_by_thirds(answers)

    assert [group.picks for group in groups] == [
        Counter(b=1),
        Counter(a=1, b=1),
        Counter(a=2),
    ]
    assert [(group.n, group.empty) for group in groups] == [(2, 1), (2, 0), (2, 0)]


# --- Another way to compute -----------------------------------------------------------


def drawn(seed, *, candidates=120, bank=9, asked=5):
    """Candidates of different strength, each asked some of the bank, with part marks."""
    chance = random.Random(seed)
    hard = [chance.uniform(0.2, 0.9) for _ in range(bank)]
    sittings = []
    for _ in range(candidates):
        strength = chance.gauss(0, 0.25)
        sittings.append(
            {
                number: Fraction(
                    round(
                        4
                        * min(1, max(0, hard[number] + strength + chance.gauss(0, 0.3)))
                    ),
                    4,
                )
                for number in chance.sample(range(bank), asked)
            }
        )
    return sittings


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("asked", [5, 9])
def test_questions_agree_with_the_standard_library(seed, asked):
    sittings = drawn(seed, asked=asked)
    for number in range(9):
        those = [sitting for sitting in sittings if number in sitting]
        marks = [float(sitting[number]) for sitting in those]
        rests = [
            statistics.fmean(float(m) for key, m in sitting.items() if key != number)
            for sitting in those
        ]
        found = [
            (
                sitting[number],
                (sum(sitting.values()) - sitting[number]) / (asked - 1),
            )
            for sitting in those
        ]

        sums = sum_pairs(found)

        assert float(item_analysis.compute_facility(sums)) == pytest.approx(
            statistics.fmean(marks)
        )
        assert item_analysis.compute_discrimination(sums) == pytest.approx(
            statistics.correlation(marks, rests)
        )
        assert item_analysis.compute_efficiency(Counter(found)) == pytest.approx(
            statistics.covariance(marks, rests)
            / statistics.covariance(sorted(marks), sorted(rests))
        )


@pytest.mark.parametrize("seed", range(5))
def test_alpha_agrees_with_the_mean_of_covariances(seed):
    """Alpha is P times the mean covariance of two questions in the mean V of the sum."""
    sittings = drawn(seed, asked=9)
    columns = [[float(sitting[n]) for sitting in sittings] for n in range(9)]
    between = [
        statistics.covariance(one, other)
        for place, one in enumerate(columns)
        for other in columns[:place]
    ]
    own = statistics.fmean(statistics.variance(column) for column in columns)
    common = statistics.fmean(between)
    papers = [[sitting[n] for n in range(9)] for sitting in sittings]
    variances = [
        sum_pairs((paper[n], Fraction(0)) for paper in papers).variance_x
        for n in range(9)
    ]

    found = exam_reliability.compute_cronbach_alpha(
        sum_exam_totals(papers, 9), variances
    )

    assert found == pytest.approx(9 * common / (own + 8 * common))


@pytest.mark.parametrize("seed", range(5))
def test_consistency_of_drawn_papers_agrees_with_variances_inside_papers(seed):
    sittings = [list(map(float, s.values())) for s in drawn(seed)]
    within = statistics.fmean(statistics.variance(marks) for marks in sittings)
    between = 5 * statistics.variance(map(statistics.fmean, sittings))

    found = exam_reliability.compute_drawn_consistency(
        sum_exam_totals([list(map(Fraction, marks)) for marks in sittings], 5)
    )

    assert found == pytest.approx(1 - within / between)


marks = st.integers(0, 4).map(lambda n: Fraction(n, 4))
groups = st.lists(st.tuples(marks, marks), max_size=12)


@given(groups, groups)
def test_sums_of_two_groups_are_those_of_both(one, other):
    assert sum_pairs(one) + sum_pairs(other) == sum_pairs(one + other)


@given(groups.filter(lambda found: len(found) > 1))
def test_no_pairing_covaries_more_than_the_sorted_one(found):
    shuffled = [*found]
    random.Random(len(found)).shuffle(shuffled)
    mixed = [(x, y) for (x, _), (_, y) in zip(found, shuffled, strict=True)]

    assert sum_pairs(mixed).covariance <= compute_highest_covariance(Counter(found))
