"""The marker of the pack and that of the platform share no line and come to the same."""

import hypothesis.strategies as st
import pytest
from hypothesis import given

from courses.assessment.kinds import KINDS
from courses.assessment.marks import marker_agreement
from courses.assessment.models import OpenMark
from courses.evidence import verify
from tests.factories.kinds import QUESTIONS

#: Kinds that people mark: counted together from what they gave.
BY_PEOPLE = {"open"}
WORDS = st.sampled_from(
    ["он бес", "ОН  БЕС.", "пятнадцать", "«Nelson» Mandela", "Нельсон Мандела", "ё", ""]
)
ANSWERS = {
    "single": st.lists(st.sampled_from("abcd"), min_size=1, max_size=1),
    "multiple": st.lists(st.sampled_from("abcd"), min_size=1, unique=True),
    "truefalse": st.lists(st.sampled_from("ab"), min_size=1, max_size=1),
    "hotspot": st.lists(st.sampled_from("abc"), min_size=1, unique=True),
    "matching": st.dictionaries(st.sampled_from("ab"), st.sampled_from("123")),
    "ordering": st.lists(st.sampled_from([*"abcd", None]), min_size=4, max_size=4),
    "cloze": st.fixed_dictionaries(
        {}, optional={"1": st.sampled_from("xy"), "2": WORDS}
    ),
    "branching": st.sampled_from(
        [
            [["n1", "a"]],
            [["n1", "b"]],
            [["n1", "a"], ["n2", "d"]],
            [["n1", "a"], ["n2", "e"]],
            [["n1", "c"], ["n2", "d"]],
        ]
    ),
    "numeric": st.decimals(13, 17, places=2).map(str),
    "text": WORDS,
}


def test_every_kind_is_marked_or_counted_together_from_what_people_gave():
    assert set(KINDS) - set(verify.MARKERS) <= BY_PEOPLE
    assert set(verify.MARKERS) <= set(KINDS)


@pytest.mark.parametrize("name", sorted(ANSWERS))
@given(data=st.data(), credit=st.sampled_from(["part", "all"]))
def test_both_markers_come_to_the_same(name, data, credit):
    key = QUESTIONS[name][1] | {"credit": credit}
    answer = data.draw(st.none() | ANSWERS[name])

    assert verify.mark_by_key(name, key, answer) == KINDS[name].mark(key, answer)


LEVELS = st.fixed_dictionaries({"x": st.integers(0, 2), "y": st.integers(0, 2)})
WORTHS = st.lists(st.integers(0, 3), min_size=3, max_size=3).map(sorted)
POINTS = st.fixed_dictionaries({"x": WORTHS, "y": WORTHS}).filter(
    lambda worths: worths["x"][-1] + worths["y"][-1] > 0
)
GIVEN = st.lists(st.tuples(st.integers(1, 3), st.booleans(), LEVELS), max_size=5)


@given(GIVEN, st.sampled_from([1, 2]), st.none() | POINTS)
def test_both_count_what_people_gave_together_alike(given_marks, wanted, points):
    key = QUESTIONS["open"][1] | ({"points": points} if points else {})
    sheet = {
        "wanted": wanted,
        "marks": [
            {
                "marker": who,
                "is_decision": decides,
                "levels": levels,
                "asked_by": None,
            }
            for who, decides, levels in given_marks
        ],
    }
    marks = [
        OpenMark(
            marker_id=who,
            is_decision=decides,
            levels=levels,
            points=sum(levels.values()),
        )
        for who, decides, levels in given_marks
    ]

    agreed = marker_agreement.find_agreed_mark(key, marks, wanted=wanted)

    found = verify.mark_open_answer(key, "мәтін", sheet)
    assert found == (agreed.mark if agreed else None)
