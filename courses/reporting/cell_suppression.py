"""Suppression of small numbers in a table, so that they cannot be inferred (design N15).

A number from 1 to 4, and every number of a group of fewer than five people, would
reveal individuals. Such numbers are withheld, with as many others as necessary: after
any additions and subtractions, a withheld small number may still be five or more. Both
kinds are marked the same way, since the difference would reveal which is which.

No Django: the input is rows of counts, the output the places to withhold.
"""

from collections.abc import Collection, Iterator, Sequence
from heapq import heappop, heappush

#: Groups smaller than this are individuals, about whom nothing is shown without a
#: purpose.
SMALLEST = 5

#: A place in a table: its row and its column. The row after the last one holds the
#: totals of the columns, the column after the last one those of the rows.
Place = tuple[int, int]

#: The cost of withholding a total: only if nothing else helps.
_TOTAL = 1_000
#: The cost if the total may be shown in another table.
_ELSEWHERE = 1_000_000


def is_small_number(number: int) -> bool:
    """Return whether ``number`` would reveal individuals."""
    return 0 < number < SMALLEST


def select_withheld_cells(
    cells: Sequence[Sequence[int]],
    people: Sequence[int],
    *,
    totals: Collection[int] = (),
    weights: Sequence[int] = (),
) -> frozenset[Place]:
    """Return the places of a table that must be withheld.

    ``people`` has the least number of people in each row, and at the end in all of
    them. ``totals`` are the columns whose totals are withheld in another table;
    ``weights`` are the values of the columns to readers, with that of row totals at the
    end.
    """
    table = _Table(cells, weights)
    last = len(cells)
    hidden = {(last, column) for column in totals}
    small = set(_small(table, people))
    hidden |= small
    for place in sorted(hidden, key=lambda one: (table.need(one), one), reverse=True):
        needed = table.need(place) if place in small else SMALLEST
        hidden.update(_cover(table, place, needed, hidden))
    return frozenset(hidden)


class _Table:
    """A table with its totals; with their signs, every row and column adds up to zero."""

    def __init__(
        self, cells: Sequence[Sequence[int]], weights: Sequence[int] = ()
    ) -> None:
        rows = [[*row, sum(row)] for row in cells]
        self.values: list[list[int]] = [
            *rows,
            [sum(column) for column in zip(*rows, strict=True)],
        ]
        self.rows, self.columns = len(self.values), len(self.values[0])
        self.weights = weights or [1] * self.columns

    def sign(self, place: Place) -> int:
        """Return 1 for numbers and the grand total, −1 for other totals."""
        row, column = place
        return -1 if (row == self.rows - 1) != (column == self.columns - 1) else 1

    def value(self, place: Place) -> int:
        return self.values[place[0]][place[1]]

    def need(self, place: Place) -> int:
        """Return how much the number must be able to grow to be no small number."""
        return max(1, SMALLEST - self.value(place))

    def cost(self, place: Place) -> int:
        """Return the cost of withholding ``place``: small numbers cost least."""
        row, column = place
        weight = self.weights[column]
        if row == self.rows - 1:
            return _ELSEWHERE * weight
        worth = self.value(place).bit_length() + 1
        return weight * (_TOTAL if column == self.columns - 1 else worth)


def _small(table: _Table, people: Sequence[int]) -> Iterator[Place]:
    for row, values in enumerate(table.values):
        is_few = people[row] < SMALLEST
        for column, value in enumerate(values):
            if table.values[-1][column] and (is_few or is_small_number(value)):
                yield row, column


def _cover(
    table: _Table, place: Place, needed: int, hidden: Collection[Place]
) -> list[Place]:
    """Return the places that leave ``place`` uncertain by ``needed``, or by less if necessary.

    They form a closed path through the table on which numbers alternately grow and
    shrink, while all sums stay the same: the two tables cannot be told apart from the
    rest.
    """
    cheapest: tuple[int, list[Place]] | None = None
    for change in (*range(needed, 0, -1), -1):
        found = _way_round(table, place, change, hidden)
        if found is None:
            continue
        if found[0] < _ELSEWHERE:
            return found[1]
        if cheapest is None:
            cheapest = found
    return cheapest[1] if cheapest else []


def _way_round(
    table: _Table, place: Place, change: int, hidden: Collection[Place]
) -> tuple[int, list[Place]] | None:
    """Return the cheapest path on which ``place`` can change by ``change``, with its cost.

    The path leads from the column of ``place`` through other rows and columns to its
    own row (Dijkstra’s algorithm); numbers never shrink below zero.
    """
    if table.value(place) + change < 0:
        return None
    start, goal = ("column", place[1]), ("row", place[0])
    drift = table.sign(place) * change
    heap: list[tuple[int, tuple[str, int], list[Place]]] = [(0, start, [])]
    done: set[tuple[str, int]] = set()
    while heap:
        cost, node, way = heappop(heap)
        if node == goal:
            return cost, way
        if node in done:
            continue
        done.add(node)
        is_column = node[0] == "column"
        for other in range(table.rows if is_column else table.columns):
            step = (other, node[1]) if is_column else (node[1], other)
            if step == place or step in way:
                continue
            moved = table.sign(step) * (-drift if is_column else drift)
            if table.value(step) + moved < 0:
                continue
            price = 0 if step in hidden else table.cost(step)
            then = ("row" if is_column else "column", other)
            heappush(heap, (cost + price, then, [*way, step]))
    return None
