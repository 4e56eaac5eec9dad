"""Where a learner stands who may go back: what she did, read as a path."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from courses.scenarios.scenario_graph import Scenario


@dataclass(frozen=True)
class ScenarioPosition:
    """The step reached, and the way to it: each step left with the choice made there."""

    step: str
    taken: tuple[tuple[str, str], ...] = ()


def find_scenario_position(
    scenario: Scenario, acts: Iterable[Mapping[str, Any]]
) -> ScenarioPosition:
    """Return where ``acts`` have led.

    An act is a choice (``choice``, and ``node``, where it led), a step ``back`` or a
    ``restart``. Acts are facts: one that led to a step this version no longer has is
    left out, and one whose choice is gone still led where it did.
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
