"""Branching scenarios as questions: faults of their authors, paths, marks, syntax."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.assessment.kinds import KINDS
from courses.assessment.kinds.branching.branching_type import (
    build_scored_scenario,
    has_path_ended,
)
from courses.assessment.kinds.question_type import (
    JOINT,
    PAIRED,
    AnswerFormatError,
    AnswerKeyError,
)
from courses.scenarios import END
from tests.courses.scenarios.test_scenario_graph import forward, quick
from tests.factories.kinds import BRANCHING_KEY, QUESTIONS, way

KIND = KINDS["branching"]
BODY, KEY = QUESTIONS["branching"]
TEXT = BODY["kk"]


def told(*ways, start="n1"):
    """The words and the key of a scenario made of ``ways``."""
    steps = dict.fromkeys([start, *(one["step"] for one in ways)])
    text = {
        "stem": "Сұрақ?",
        "steps": [
            {
                "id": step,
                "text": step,
                "choices": [
                    {"id": one["choice"], "text": one["choice"], "to": one["to"]}
                    for one in ways
                    if one["step"] == step
                ],
            }
            for step in steps
        ],
    }
    return text, {"start": start, "ways": list(ways)}


FAULTS = [
    ([way("n1", "a", points=1)], "n1 has fewer than two choices"),
    (
        [way("n1", "a", "n2", 1), way("n1", "b"), way("n2", "c")],
        "n2 has fewer than two choices",
    ),
    ([way("n1", "a", "n9", 1), way("n1", "b")], "n1 leads to n9"),
    ([way("n1", "a", "n1", 1), way("n1", "b")], "n1 can come up again"),
    (
        [way("n1", "a", points=1), way("n1", "b"), way("n2", "c"), way("n2", "d")],
        "to step n2",
    ),
    ([way("n1", "a"), way("n1", "b", points=-1)], "No path earns points"),
    (
        [way("n1", "a", points=3, is_breach=True), way("n1", "b")],
        "No path earns points",
    ),
]


@pytest.mark.parametrize(("ways", "said"), FAULTS)
def test_scenario_that_cannot_be_played_or_won_is_refused(ways, said, english):
    with pytest.raises(AnswerKeyError, match=said):
        KIND.check(*told(*ways))


def test_scenario_without_steps_is_refused(english):
    with pytest.raises(AnswerKeyError, match="at least one step"):
        KIND.check({"stem": "?", "steps": []}, {"start": "", "ways": []})


def test_two_steps_of_one_name_are_refused(english):
    text = TEXT | {"steps": [*TEXT["steps"], TEXT["steps"][0]]}

    with pytest.raises(AnswerKeyError, match="Two steps are called n1"):
        KIND.check(text, KEY)


@pytest.mark.parametrize(
    "ways",
    [
        BRANCHING_KEY["ways"][:-1],
        [*BRANCHING_KEY["ways"][:-1], way("n2", "x")],
        [way("n1", "a"), *BRANCHING_KEY["ways"][1:]],
    ],
)
def test_words_that_lead_elsewhere_than_the_key_are_refused(ways, english):
    with pytest.raises(AnswerKeyError, match="same in every language"):
        KIND.check(TEXT, KEY | {"ways": ways})


def test_path_only_grows():
    path = [["n1", "a"]]
    longer = [*path, ["n2", "d"]]

    assert KIND.grown(None, path) == path
    assert KIND.grown(path, longer) == longer
    assert KIND.grown(longer, path) == longer
    assert KIND.grown(longer, None) == longer
    with pytest.raises(AnswerFormatError):
        KIND.grown(path, [["n1", "b"]])


def test_scenario_is_answered_at_its_end_only():
    assert not KIND.is_whole(TEXT, None)
    assert not KIND.is_whole(TEXT, [["n1", "a"]])
    assert KIND.is_whole(TEXT, [["n1", "b"]])


def test_choice_is_right_where_its_step_had_none_better():
    assert KIND.verdicts(KEY, [["n1", "a"], ["n2", "e"]]) == {"a": True, "e": False}
    assert KIND.verdicts(KEY, [["n1", "c"], ["n2", "d"]]) == {"c": False, "d": True}


@st.composite
def questions(draw):
    """Any scenario that goes forward, as words and key, and any walk through it."""
    scenario = draw(forward())
    ways = [
        way(one.step, one.choice, one.to, one.points, is_breach=one.is_breach)
        for one in scenario.ways
    ]
    chance = Random(draw(st.integers(0, 999)))
    walk = []
    while (step := scenario.reached(walk)) != END and chance.random() < 0.9:
        walk.append(chance.choice(scenario.ways_from(step)))
    return (
        *told(*ways, start=scenario.start),
        [[one.step, one.choice] for one in walk] or None,
    )


@quick
@given(questions())
def test_any_path_is_worth_a_share_and_all_only_where_it_is_a_best_one(question):
    text, key, path = question

    whole, part = KIND.mark(key, path), KIND.mark(key | {"credit": "part"}, path)

    scenario = build_scored_scenario(key)
    walked = scenario.walk(choice for _step, choice in path or [])
    if (scenario.best() or 0) > 0:
        assert (whole == 1) == (walked in list(scenario.best_paths()))
    assert 0 <= part <= 1
    assert (whole == 1) == (part == 1)
    if not has_path_ended(scenario, path or []) or any(one.is_breach for one in walked):
        assert part == 0
    assert KIND.read(text, KIND.form(path)) == path


@quick
@given(questions())
def test_response_of_xapi_says_the_path_and_nothing_else(question):
    text, key, path = question

    said = KIND.response({"kk": text}, path or [])

    assert [part.split(PAIRED) for part in said.split(JOINT) if part] == (path or [])
    patterns = KIND.interaction({"kk": text}, key).patterns
    if (build_scored_scenario(key).best() or 0) > 0 and len(
        patterns
    ) < 20:  # all are told
        assert (said in patterns) == (KIND.mark(key, path) == 1)
