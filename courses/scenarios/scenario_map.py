"""Drawing of a scenario: positions of steps and lines of choices.

Steps are in rows by their distance from the start, like a tree that grows downwards. A
choice that spans several rows has a lane of its own between the steps there.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from string import ascii_uppercase

from courses.scenarios.scenario_graph import END, Scenario, ScenarioTransition

_BOX, _TALL, _LANE = 128, 40, 24
_APART, _ROW, _EDGE = 24, 112, 24
_BEND, _LETTER = 44, 15

#: A place in a row: a step, or the lane of the choice with that number.
type _Spot = tuple[str, int]


@dataclass(frozen=True)
class MapBox:
    """A step or the end, with its centre and its size in units of the drawing."""

    step: str
    x: int
    y: int
    is_start: bool
    is_end: bool
    width: int = _BOX
    height: int = _TALL

    @property
    def left(self) -> int:
        return self.x - self.width // 2

    @property
    def top(self) -> int:
        return self.y - self.height // 2


@dataclass(frozen=True)
class MapArrow:
    """A choice as a line (``d`` of an SVG path) with its letter at ``x``, ``y``."""

    way: ScenarioTransition
    letter: str
    d: str
    x: int
    y: int
    is_best: bool


@dataclass(frozen=True)
class ScenarioMap:
    """A whole drawing with its size."""

    width: int
    height: int
    boxes: list[MapBox]
    arrows: list[MapArrow]


def format_choice_letter(scenario: Scenario, way: ScenarioTransition) -> str:
    """Return the letter of a choice within its step: A, B, C."""
    place = scenario.ways_from(way.step).index(way)
    return ascii_uppercase[place] if place < len(ascii_uppercase) else str(place + 1)


def build_scenario_map(
    scenario: Scenario, best: Iterable[ScenarioTransition] = ()
) -> ScenarioMap:
    """Return the drawing of ``scenario``; the choices in ``best`` are marked.

    Choices that lead to missing steps, possible in drafts, are left out.
    """
    ways = [way for way in scenario.ways if way not in scenario.lost_ways()]
    rows = _rows(scenario, ways)
    places = _places(rows)
    boxes = [
        MapBox(
            name,
            *places[name, -1],
            is_start=name == scenario.start,
            is_end=name in scenario.ends,
        )
        for row in rows
        for name, lane in row
        if lane < 0
    ]
    by_step, chosen = {box.step: box for box in boxes}, set(best)
    arrows = [
        _arrow(scenario, ways, number, by_step, places, is_best=way in chosen)
        for number, way in enumerate(ways)
    ]
    width = max(box.left + box.width for box in boxes) + _BEND + _EDGE
    return ScenarioMap(
        width, len(rows) * _ROW - _ROW + _TALL + 2 * _EDGE, boxes, arrows
    )


def _rows(scenario: Scenario, ways: Sequence[ScenarioTransition]) -> list[list[_Spot]]:
    ranks = _ranks(scenario, ways)
    rows: list[list[_Spot]] = [[] for _rank in range(max(ranks.values()) + 1)]
    for step, rank in ranks.items():
        rows[rank].append((step, -1))
    for number, way in enumerate(ways):
        for rank in range(ranks[way.step] + 1, ranks[way.to]):
            rows[rank].append(("", number))
    for above, row in pairwise(rows):
        row.sort(key=lambda spot: _middle(spot, above, ways))
    return rows


def _ranks(scenario: Scenario, ways: Sequence[ScenarioTransition]) -> dict[str, int]:
    """Return the row of each step; choices that lead back do not push steps down."""
    order = list(dict.fromkeys([*scenario.steps, *(way.to for way in ways)]))
    ranks = dict.fromkeys(order, 0)
    back = scenario.leading_back()
    forward = [way for way in ways if way not in back]
    for _round in order:
        for way in forward:
            ranks[way.to] = max(ranks[way.to], ranks[way.step] + 1)
    if END in ranks:
        ranks[END] = max(1, *ranks.values())
    return ranks


def _middle(
    spot: _Spot, above: Sequence[_Spot], ways: Sequence[ScenarioTransition]
) -> float:
    """Return the average position in the row above of everything that leads to ``spot``."""
    step, lane = spot
    leading = [ways[lane]] if lane >= 0 else [way for way in ways if way.to == step]
    found = [
        place
        for place, (name, number) in enumerate(above)
        if any(way.step == name or ways.index(way) == number for way in leading)
    ]
    return sum(found) / len(found) if found else len(above) / 2


def _places(rows: Sequence[Sequence[_Spot]]) -> dict[_Spot, tuple[int, int]]:
    """Return the centre of each spot; rows are centred in the drawing."""

    def long(spot: _Spot) -> int:
        return (_BOX if spot[1] < 0 else _LANE) + _APART

    widest = max(sum(map(long, row)) for row in rows)
    found = {}
    for number, row in enumerate(rows):
        x = _EDGE + (widest - sum(map(long, row))) // 2
        for spot in row:
            found[spot] = (
                x + (long(spot) - _APART) // 2,
                _EDGE + _TALL // 2 + number * _ROW,
            )
            x += long(spot)
    return found


def _arrow(
    scenario: Scenario,
    ways: Sequence[ScenarioTransition],
    number: int,
    boxes: dict[str, MapBox],
    places: dict[_Spot, tuple[int, int]],
    *,
    is_best: bool,
) -> MapArrow:
    way = ways[number]
    source, target = boxes[way.step], boxes[way.to]
    letter = format_choice_letter(scenario, way)
    if target.y <= source.y:
        d, x, y = _back(source, target)
        return MapArrow(way, letter, d, x, y, is_best)
    start = _along(source, [one for one in ways if one.step == way.step], way)
    end = _along(target, [one for one in ways if one.to == way.to], way)
    bottom = source.top + source.height
    lanes = [place for (_step, lane), place in places.items() if lane == number]
    d = _curve([(start, bottom), *lanes, (end, target.top)])
    return MapArrow(way, letter, d, start, bottom + _LETTER, is_best)


def _along(
    box: MapBox, ways: Sequence[ScenarioTransition], way: ScenarioTransition
) -> int:
    """Return where on the edge of ``box`` the line of ``way`` begins or ends."""
    return box.left + box.width * (ways.index(way) + 1) // (len(ways) + 1)


def _curve(points: Sequence[tuple[int, int]]) -> str:
    """Return a line that leaves and meets every point vertically."""
    d = "M{} {}".format(*points[0])
    for (x, y), (to_x, to_y) in pairwise(points):
        half = (y + to_y) // 2
        d += f" C{x} {half} {to_x} {half} {to_x} {to_y}"
    return d


def _back(source: MapBox, target: MapBox) -> tuple[str, int, int]:
    """Return a line from above ``source`` to the near side of ``target``, with its letter."""
    side = -1 if source.x < target.x else 1
    x, y = source.x + side * (source.width // 2 - _LETTER), source.top
    to_x, to_y = target.x + side * target.width // 2, target.y
    d = f"M{x} {y} C{x} {y - _ROW // 2} {to_x + side * _BEND} {to_y} {to_x} {to_y}"
    return d, x, y - _LETTER
