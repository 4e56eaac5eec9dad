"""What is flagged, what passes the quality gate, and which groups stay unseen."""

from fractions import Fraction

import pytest

from courses.assessment.statistics.quality_flags import (
    GateVerdict,
    LanguageGap,
    QualityFlag,
    QualityGate,
    assess_quality_gate,
    find_language_gap,
    list_quality_flags,
)
from courses.assessment.statistics.small_groups import (
    can_show_parts,
    select_shown_groups,
)


def share(percent):
    return Fraction(percent, 100)


# --- Languages ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "facilities",
    [
        {},
        {"kk": (50, share(40))},
        {"kk": (49, share(0)), "ru": (500, share(100))},
        {"kk": (500, share(0)), "ru": (49, share(100))},
        {"kk": (50, share(56)), "ru": (50, share(70))},
        {"kk": (50, share(70)), "ru": (50, share(70))},
    ],
)
def test_no_gap_is_flagged_on_few_answers_or_little_difference(facilities):
    assert find_language_gap(facilities) is None


def test_gap_of_exactly_fifteen_points_with_fifty_answers_each_is_flagged():
    facilities = {"kk": (50, share(50)), "ru": (50, share(65)), "en": (3, share(0))}

    assert find_language_gap(facilities) == LanguageGap("kk", "ru", share(15))


def test_widest_gap_is_the_one_that_is_told():
    facilities = {"kk": (60, share(50)), "ru": (60, share(70)), "en": (60, share(90))}

    assert find_language_gap(facilities) == LanguageGap("kk", "en", share(40))


# --- Flags ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("n", "facility", "discrimination", "expected"),
    [
        (29, share(1), -0.9, ()),
        (0, None, None, ()),
        (30, share(29), 0.5, (QualityFlag.HARD,)),
        (30, share(30), 0.5, ()),
        (30, share(95), 0.5, ()),
        (30, share(96), None, (QualityFlag.EASY,)),
        (30, share(60), -0.01, (QualityFlag.NEGATIVE,)),
        (30, share(60), 0.0, (QualityFlag.WEAK,)),
        (30, share(60), 0.19, (QualityFlag.WEAK,)),
        (30, share(60), 0.2, ()),
        (30, share(10), -0.3, (QualityFlag.NEGATIVE, QualityFlag.HARD)),
    ],
)
def test_flags_stand_from_thirty_answers_on(n, facility, discrimination, expected):
    assert list_quality_flags(n, facility, discrimination) == expected


def test_gap_between_languages_is_a_flag():
    gap = LanguageGap("kk", "ru", share(20))

    assert list_quality_flags(200, share(60), 0.4, gap) == (QualityFlag.LANGUAGE,)


# --- Quality gate ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("n", "facility", "discrimination", "expected"),
    [
        (29, share(60), 0.5, QualityGate(GateVerdict.WAITING)),
        (30, share(30), 0.2, QualityGate(GateVerdict.PASSED)),
        (30, share(90), 0.2, QualityGate(GateVerdict.PASSED)),
        (30, share(29), 0.2, QualityGate(GateVerdict.REFUSED, (QualityFlag.HARD,))),
        (30, share(91), 0.2, QualityGate(GateVerdict.REFUSED, (QualityFlag.EASY,))),
        (30, share(60), 0.19, QualityGate(GateVerdict.REFUSED, (QualityFlag.WEAK,))),
        (
            30,
            share(60),
            -0.1,
            QualityGate(GateVerdict.REFUSED, (QualityFlag.NEGATIVE,)),
        ),
        (30, share(60), None, QualityGate(GateVerdict.REFUSED, (QualityFlag.WEAK,))),
        (
            30,
            share(100),
            None,
            QualityGate(GateVerdict.REFUSED, (QualityFlag.EASY, QualityFlag.WEAK)),
        ),
    ],
)
def test_gate_lets_in_what_has_shown_itself(n, facility, discrimination, expected):
    assert assess_quality_gate(n, facility, discrimination) == expected


# --- Small groups ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("counts", "alone", "together"),
    [
        ({}, "", ""),
        ({"k": 4}, "", ""),
        ({"k": 5}, "k", "k"),
        ({"k": 90, "r": 0}, "k", "k"),
        ({"k": 90, "r": 4}, "k", "k"),
        ({"k": 90, "r": 4, "e": 1}, "k", "kre"),
        ({"k": 3, "r": 3}, "", "kr"),
        ({"k": 2, "r": 2}, "", ""),
    ],
)
def test_small_groups_are_not_found_by_subtraction(counts, alone, together):
    shown = select_shown_groups(counts)

    assert (shown.alone, shown.together) == (set(alone), set(together))
    hidden = shown.together - shown.alone
    assert not hidden or sum(counts[name] for name in hidden) >= 5


def test_whole_is_split_only_into_parts_that_are_no_persons():
    assert can_show_parts([5, 9, 5])
    assert not can_show_parts([5, 4, 90])
