"""Scenarios as graphs: what is reached, walked and won, with loops and without."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.scenarios import (
    END,
    Scenario,
    ScenarioTransition,
    UnknownChoiceError,
    build_scenario_map,
    find_scenario_position,
)

quick = settings(deadline=None, derandomize=True, database=None)

FORK = Scenario.of(
    ["n1", "n2"],
    [
        ScenarioTransition("n1", "a", "n2", 1),
        ScenarioTransition("n1", "b", END, 0),
        ScenarioTransition("n1", "c", "n2", 9, is_breach=True),
        ScenarioTransition("n2", "d", END, 2),
        ScenarioTransition("n2", "e", END, 2),
    ],
)


@st.composite
def forward(draw):
    """Any scenario whose choices only lead to later steps or to the end."""
    steps = [f"n{number}" for number in range(draw(st.integers(1, 6)))]
    ways = []
    for place, step in enumerate(steps):
        later = st.sampled_from([*steps[place + 1 :], END])
        for number in range(draw(st.integers(2, 3))):
            to, points = draw(later), draw(st.integers(-3, 3))
            breach = draw(st.booleans()) and draw(st.booleans())
            ways.append(
                ScenarioTransition(step, f"{step}-{number}", to, points, breach)
            )
    return Scenario.of(steps, ways)


def paths(scenario, step):
    """Every path from ``step`` to an end."""
    for way in scenario.ways_from(step):
        if way.to == END:
            yield [way]
        else:
            yield from ([way, *rest] for rest in paths(scenario, way.to))


def test_choice_of_another_step_is_refused():
    with pytest.raises(UnknownChoiceError):
        FORK.walk(["d"])


def test_choice_after_the_end_is_refused():
    with pytest.raises(UnknownChoiceError):
        FORK.walk(["b", "a"])


def test_faults_of_a_scenario_are_found():
    broken = Scenario.of(
        ["n1", "n2", "n3"],
        [
            ScenarioTransition("n1", "a", "n1"),
            ScenarioTransition("n1", "b", "lost"),
            ScenarioTransition("n3", "c", END),
        ],
    )

    assert [way.choice for way in broken.lost_ways()] == ["b"]
    assert broken.unreachable() == ["n2", "n3"]
    assert broken.looping() == ["n1"]
    assert broken.endless() == ["n1", "n2"]
    assert broken.best() is None


def test_best_paths_avoid_breaches_and_keep_the_authors_order():
    best = [[way.choice for way in path] for path in FORK.best_paths()]

    assert FORK.best() == 3
    assert best == [["a", "d"], ["a", "e"]]


@quick
@given(forward())
def test_best_is_the_best_of_all_paths(scenario):
    totals = [
        sum(way.points for way in path)
        for path in paths(scenario, scenario.start)
        if not any(way.is_breach for way in path)
    ]

    best = list(scenario.best_paths())

    assert scenario.best() == max(totals, default=None)
    assert scenario.looping() == []
    assert scenario.endless() == []
    assert all(
        sum(way.points for way in path) == scenario.best() and path[-1].to == END
        for path in best
    )
    assert len(best) == totals.count(scenario.best())


@quick
@given(forward())
def test_map_has_every_step_that_is_reached_and_every_choice(scenario):
    drawing = build_scenario_map(scenario)

    assert {box.step for box in drawing.boxes} == {*scenario.steps, END}
    assert [arrow.way for arrow in drawing.arrows] == list(scenario.ways)
    places = [(box.x, box.y) for box in drawing.boxes]
    assert len(set(places)) == len(places)
    assert all(
        box.left >= 0
        and box.left + box.width <= drawing.width
        and box.top + box.height <= drawing.height
        for box in drawing.boxes
    )


def test_map_lets_what_leads_back_push_no_step_up_or_down():
    drawing = build_scenario_map(LESSON)

    rows = {box.step: box.y for box in drawing.boxes}
    assert rows["n1"] < rows["n2"]
    assert rows["n1"] < rows["y"]
    assert LESSON.leading_back() == {ScenarioTransition("n2", "again", "n1")}


@quick
@given(forward())
def test_nothing_leads_back_where_all_goes_forward(scenario):
    assert scenario.leading_back() == set()


def test_map_of_a_draft_leaves_out_what_leads_nowhere():
    draft = Scenario.of(
        ["n1"],
        [ScenarioTransition("n1", "a", "n9"), ScenarioTransition("n1", "b", "n1")],
    )

    drawing = build_scenario_map(draft)

    assert [box.step for box in drawing.boxes] == ["n1"]
    assert [arrow.letter for arrow in drawing.arrows] == ["B"]


LESSON = Scenario(
    ("n1", "n2", "y"),
    (
        ScenarioTransition("n1", "a", "n2"),
        ScenarioTransition("n1", "b", "y"),
        ScenarioTransition("n2", "again", "n1"),
    ),
    frozenset({"y"}),
)


@pytest.mark.parametrize(
    ("acts", "step", "taken"),
    [
        ([], "n1", ()),
        ([{"back": True}, {"restart": True}], "n1", ()),
        ([{"choice": "a", "node": "n2"}], "n2", (("n1", "a"),)),
        ([{"choice": "a", "node": "n2"}, {"back": True}], "n1", ()),
        (
            [
                {"choice": "a", "node": "n2"},
                {"back": True},
                {"choice": "b", "node": "y"},
            ],
            "y",
            (("n1", "b"),),
        ),
        (
            [{"choice": "a", "node": "n2"}, {"choice": "x", "node": "gone"}],
            "n2",
            (("n1", "a"),),
        ),
    ],
)
def test_learner_stands_where_her_acts_have_led(acts, step, taken):
    found = find_scenario_position(LESSON, acts)

    assert (found.step, found.taken) == (step, taken)
