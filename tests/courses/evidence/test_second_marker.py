"""The marker of the pack and that of the platform share no line and come to the same."""

import hypothesis.strategies as st
import pytest
from hypothesis import given

from courses.assessment.kinds import KINDS
from courses.evidence import verify
from tests.factories.kinds import QUESTIONS

#: Kinds that people mark, and the script leaves to the mark that is kept.
BY_HAND = {"open"}
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


def test_every_kind_is_marked_or_left_to_the_mark_that_is_kept():
    assert set(KINDS) - set(verify.MARKERS) <= BY_HAND
    assert set(verify.MARKERS) <= set(KINDS)


@pytest.mark.parametrize("name", sorted(ANSWERS))
@given(data=st.data(), credit=st.sampled_from(["part", "all"]))
def test_both_markers_come_to_the_same(name, data, credit):
    key = QUESTIONS[name][1] | {"credit": credit}
    answer = data.draw(st.none() | ANSWERS[name])

    assert verify.mark_of(name, key, answer) == KINDS[name].mark(key, answer)
