"""Branching scenarios: the one engine behind those of lessons and those of exams.

Plain Python over plain data. A scenario is steps and the ways between them; whether it
is played to learn from, back and forth, or once and for marks, is for who calls it.
"""

from courses.scenarios.scenario_graph import (
    END,
    Scenario,
    ScenarioTransition,
    UnknownChoiceError,
)
from courses.scenarios.scenario_map import (
    MapArrow,
    MapBox,
    ScenarioMap,
    build_scenario_map,
    format_choice_letter,
)
from courses.scenarios.scenario_path import ScenarioPosition, find_scenario_position

__all__ = [
    "END",
    "MapArrow",
    "MapBox",
    "Scenario",
    "ScenarioMap",
    "ScenarioPosition",
    "ScenarioTransition",
    "UnknownChoiceError",
    "build_scenario_map",
    "find_scenario_position",
    "format_choice_letter",
]
