"""The position of a learner who may go back, derived from their acts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from courses.scenarios.scenario_graph import Scenario


@dataclass(frozen=True)
class ScenarioPosition:
    """The current step and the path to it: each step left, with its choice."""

    step: str
    taken: tuple[tuple[str, str], ...] = ()


def find_scenario_position(
    scenario: Scenario, acts: Iterable[Mapping[str, Any]]
) -> ScenarioPosition:
    """Return the position after ``acts``.

    An act is a choice (``choice``, and ``node``, its target), a step ``back`` or a
    ``restart``. An act that led to a step missing from this version is ignored; one
    whose choice was removed still leads to its target.
    """
    steps, choices = [scenario.start], list[str]()
    for act in acts:
        if act.get("restart"):
            steps, choices = steps[:1], []
        elif act.get("back"):
            steps, choices = steps[:-1] or steps, choices[:-1]
        elif act.get("node") in scenario.steps:
            steps.append(act["node"])
            choices.append(act.get("choice", ""))
    return ScenarioPosition(steps[-1], tuple(zip(steps, choices, strict=False)))
