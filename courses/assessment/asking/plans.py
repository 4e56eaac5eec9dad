"""A branching scenario as its authors see it: every step, every choice, where it leads."""

from dataclasses import dataclass

from courses.assessment.kinds import Key, Text
from courses.assessment.kinds.branching import scenario_in, scenario_of
from courses.scenarios import Map, Scenario, Way, letter_of, map_of


@dataclass(frozen=True)
class Planned:
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
    choices: tuple[Planned, ...]


@dataclass(frozen=True)
class Plan:
    """A whole scenario, drawn and told; ``best`` is what its best paths bring."""

    map: Map
    steps: tuple[PlannedStep, ...]
    best: int


def plan_of(text: Text, key: Key) -> Plan:
    """Return the plan of a scenario in the words of ``text``."""
    told, marked = scenario_of(text), scenario_in(key)
    points = {(way.step, way.choice): way for way in marked.ways}
    ways = [points[way.step, way.choice] for way in told.ways]
    scenario = Scenario.of(told.steps, ways)
    best = {way for path in scenario.best_paths() for way in path}
    steps = tuple(
        PlannedStep(step["id"], step["text"], _choices(scenario, step, best))
        for step in text["steps"]
    )
    return Plan(map_of(scenario, best), steps, scenario.best() or 0)


def _choices(scenario: Scenario, step: Text, best: set[Way]) -> tuple[Planned, ...]:
    words = {choice["id"]: choice for choice in step["choices"]}
    return tuple(
        Planned(
            letter_of(scenario, way),
            words[way.choice]["text"],
            way.to,
            way.points,
            way.is_breach,
            way in best,
            words[way.choice].get("feedback", ""),
        )
        for way in scenario.ways_from(step["id"])
    )
