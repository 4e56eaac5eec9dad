"""Plan of a branching scenario for its authors: steps, choices and where they lead."""

from dataclasses import dataclass

from courses.assessment.kinds.question_type import Text
from courses.scenarios import (
    Scenario,
    ScenarioMap,
    ScenarioTransition,
    build_scenario_map,
    format_choice_letter,
)


@dataclass(frozen=True)
class PlannedChoice:
    """One choice with its letter; ``to`` is empty where the scenario ends."""

    letter: str
    text: str
    to: str
    points: int
    is_breach: bool
    is_best: bool
    feedback: str


@dataclass(frozen=True)
class PlannedStep:
    """One step with its choices."""

    name: str
    text: str
    choices: tuple[PlannedChoice, ...]


@dataclass(frozen=True)
class ScenarioPlan:
    """A whole scenario, as map and text; ``best`` is the total of its best paths."""

    map: ScenarioMap
    steps: tuple[PlannedStep, ...]
    best: int


def build_scenario_plan(text: Text, told: Scenario, marked: Scenario) -> ScenarioPlan:
    """Return the plan of a scenario: words from ``text``, points from a key."""
    points = {(way.step, way.choice): way for way in marked.ways}
    ways = [points[way.step, way.choice] for way in told.ways]
    scenario = Scenario.of(told.steps, ways)
    best = {way for path in scenario.best_paths() for way in path}
    steps = tuple(
        PlannedStep(step["id"], step["text"], _choices(scenario, step, best))
        for step in text["steps"]
    )
    return ScenarioPlan(build_scenario_map(scenario, best), steps, scenario.best() or 0)


def _choices(
    scenario: Scenario, step: Text, best: set[ScenarioTransition]
) -> tuple[PlannedChoice, ...]:
    words = {choice["id"]: choice for choice in step["choices"]}
    return tuple(
        PlannedChoice(
            format_choice_letter(scenario, way),
            words[way.choice]["text"],
            way.to,
            way.points,
            way.is_breach,
            way in best,
            words[way.choice].get("feedback", ""),
        )
        for way in scenario.ways_from(step["id"])
    )
