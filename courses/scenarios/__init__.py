"""Branching scenarios: the engine for those in lessons and those in exams.

No Django, plain data. A scenario is a graph of steps and choices; the caller decides
whether it is played for learning, with going back, or once and for marks.
"""

from courses.scenarios.scenario_graph import (
    END,
    Scenario,
    ScenarioPosition,
    ScenarioTransition,
    UnknownChoiceError,
    find_scenario_position,
)
from courses.scenarios.scenario_map import (
    MapArrow,
    MapBox,
    ScenarioMap,
    build_scenario_map,
    format_choice_letter,
)

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
