"""A scenario as a graph of steps and choices, with its reachable steps and best paths."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

#: The target of a choice that ends the scenario.
END = ""


class UnknownChoiceError(Exception):
    """A choice that the current step does not have; ``choice`` is its id."""

    def __init__(self, choice: str) -> None:
        super().__init__(choice)
        self.choice = choice


@dataclass(frozen=True)
class ScenarioTransition:
    """A choice of a step and its target: another step, or ``END``.

    ``is_breach`` marks what must never be done: no points make up for it.
    """

    step: str
    choice: str
    to: str
    points: int = 0
    is_breach: bool = False


@dataclass(frozen=True)
class Scenario:
    """Steps in the order of their authors, the first being the start, and their choices.

    ``ends`` are the places where it may end: ``END``, or the steps that are endings.
    """

    steps: tuple[str, ...]
    ways: tuple[ScenarioTransition, ...]
    ends: frozenset[str] = frozenset({END})

    @classmethod
    def of(cls, steps: Iterable[str], ways: Iterable[ScenarioTransition]) -> Self:
        """Return a scenario that ends at choices without a target."""
        return cls(tuple(steps), tuple(ways))

    @property
    def start(self) -> str:
        return self.steps[0]

    def ways_from(self, step: str) -> list[ScenarioTransition]:
        return self._ways_by_step.get(step, [])

    def way(self, step: str, choice: str) -> ScenarioTransition | None:
        return next((way for way in self.ways_from(step) if way.choice == choice), None)

    def walk(self, choices: Iterable[str]) -> list[ScenarioTransition]:
        """Return the transitions that ``choices`` take from the start, in order.

        Raises ``UnknownChoiceError`` for a choice that the current step does not have,
        and for one after the end.
        """
        path: list[ScenarioTransition] = []
        for choice in choices:
            way = self.way(self.reached(path), choice)
            if way is None:
                raise UnknownChoiceError(choice)
            path.append(way)
        return path

    def reached(self, path: Sequence[ScenarioTransition]) -> str:
        """Return the step at the end of ``path``, or ``END``."""
        return path[-1].to if path else self.start

    def beyond(self, step: str) -> set[str]:
        """Return all steps reachable from ``step``, including itself."""
        seen, waiting = {step}, [step]
        while waiting:
            for way in self.ways_from(waiting.pop()):
                if way.to not in seen:
                    seen.add(way.to)
                    waiting.append(way.to)
        return seen

    def lost_ways(self) -> list[ScenarioTransition]:
        """Return the transitions to steps that do not exist."""
        known = {*self.steps, *self.ends}
        return [way for way in self.ways if way.to not in known]

    def unreachable(self) -> list[str]:
        """Return the steps that cannot be reached from the start."""
        found = self.beyond(self.start)
        return [step for step in self.steps if step not in found]

    def endless(self) -> list[str]:
        """Return the steps from which no end can be reached."""
        return [step for step in self.steps if not self.beyond(step) & self.ends]

    def looping(self) -> list[str]:
        """Return the steps that can be reached again after leaving them."""
        return [
            step
            for step in self.steps
            if any(step in self.beyond(way.to) for way in self.ways_from(step))
        ]

    def leading_back(self) -> set[ScenarioTransition]:
        """Return the transitions back to an earlier step; without them nothing loops."""
        back: set[ScenarioTransition] = set()
        left: set[str] = set()
        for start in self.steps:
            trail = [(start, iter(self.ways_from(start)))] if start not in left else []
            while trail:
                step, ways = trail[-1]
                way = next(ways, None)
                if way is None:
                    left.add(step)
                    trail.pop()
                elif any(way.to == name for name, _ways in trail):
                    back.add(way)
                elif way.to not in left:
                    trail.append((way.to, iter(self.ways_from(way.to))))
        return back

    def best(self) -> int | None:
        """Return the maximum points of a path to an end without a breach.

        ``None`` if every path has a breach. Only for a scenario without loops.
        """
        return self._best_from.get(self.start) if self.steps else None

    def is_best(self, way: ScenarioTransition) -> bool:
        """Return whether no other choice of its step can bring more points."""
        rest = self._rest(way)
        return rest is not None and way.points + rest == self._best_from[way.step]

    def best_paths(self) -> Iterator[list[ScenarioTransition]]:
        """Yield the paths with the most points, in the order of the authors."""
        if self.best() is not None:
            yield from self._best_paths(self.start)

    def _best_paths(self, step: str) -> Iterator[list[ScenarioTransition]]:
        for way in self.ways_from(step):
            if not self.is_best(way):
                continue
            if way.to in self.ends:
                yield [way]
            else:
                yield from ([way, *path] for path in self._best_paths(way.to))

    def _rest(
        self, way: ScenarioTransition, known: Mapping[str, int | None] | None = None
    ) -> int | None:
        """Return the maximum points after ``way``; ``None`` if it must not be taken."""
        if way.is_breach:
            return None
        best = self._best_from if known is None else known
        return 0 if way.to in self.ends else best.get(way.to)

    @cached_property
    def _ways_by_step(self) -> dict[str, list[ScenarioTransition]]:
        found: dict[str, list[ScenarioTransition]] = {step: [] for step in self.steps}
        for way in self.ways:
            found.setdefault(way.step, []).append(way)
        return found

    @cached_property
    def _best_from(self) -> dict[str, int | None]:
        """The maximum points from each step; later steps are computed first."""
        found: dict[str, int | None] = {}
        for step in self._ends_first():
            totals = []
            for way in self.ways_from(step):
                rest = self._rest(way, found)
                if rest is not None:
                    totals.append(way.points + rest)
            found[step] = max(totals, default=None)
        return found

    def _ends_first(self) -> list[str]:
        """Return the steps so that each comes after all steps that it leads to."""
        done: list[str] = []
        seen: set[str] = set()
        waiting = [(step, False) for step in reversed(self.steps)]
        while waiting:
            step, is_left = waiting.pop()
            if is_left:
                done.append(step)
            elif step not in seen:
                seen.add(step)
                waiting.append((step, True))
                waiting += [
                    (way.to, False)
                    for way in self.ways_from(step)
                    if way.to in self._ways_by_step
                ]
        return done


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
