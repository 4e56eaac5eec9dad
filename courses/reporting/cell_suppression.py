"""Withhold small numbers of a table, so that nobody can work them out (design N15).

A number from 1 to 4 tells of persons, and so does every number of a group of fewer than
five people. Such numbers are withheld, and beside them as many others as it takes: after
every addition and subtraction a withheld small number may still be five or more. Both
kinds are called by the same word, because which is which would tell.

Plain Python: rows of counts go in, the places that are withheld come out.
"""

from collections.abc import Collection, Iterator, Sequence
from heapq import heappop, heappush

#: Fewer people than this are persons; nothing is told of them without a purpose.
SMALLEST = 5

#: A place of a table: its row and its column. The row after the last one holds the totals
#: of the columns, the column after the last one those of the rows.
Place = tuple[int, int]

#: What it costs to withhold a total: only where nothing else helps.
_TOTAL = 1_000
#: What it costs where the total may be read in another table.
_ELSEWHERE = 1_000_000


def is_small_number(number: int) -> bool:
    """Tell whether ``number`` tells of persons."""
    return 0 < number < SMALLEST


def select_withheld_cells(
    cells: Sequence[Sequence[int]],
    people: Sequence[int],
    *,
    totals: Collection[int] = (),
    weights: Sequence[int] = (),
) -> frozenset[Place]:
    """Return the places of a table that may not be shown.

    ``people`` says how many are behind each row at least, and behind all of them at the
    end. ``totals`` are the columns whose totals are withheld in another table; ``weights``
    say how much the numbers of each column are worth to readers, those of rows at the end.
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
    """A table with its totals, each line of which adds up to nothing with them."""

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
        """Return 1 for what is added up and for the sum of all, −1 for other totals."""
        row, column = place
        return -1 if (row == self.rows - 1) != (column == self.columns - 1) else 1

    def value(self, place: Place) -> int:
        return self.values[place[0]][place[1]]

    def need(self, place: Place) -> int:
        """Return by how much it has to be able to grow, to be no small number."""
        return max(1, SMALLEST - self.value(place))

    def cost(self, place: Place) -> int:
        """Return what is lost if ``place`` is withheld: least where little is counted."""
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
    """Return the places that leave ``place`` open by ``needed``, or by less where they must.

    They lie on a way round the table on which numbers grow and shrink in turn while all
    sums stay as they are: whoever reads the rest cannot tell the one table from the other.
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
    """Return the cheapest way on which ``place`` can change by ``change``, and its cost.

    From the column of ``place`` by another row, another column … back to its own row
    (Dijkstra); a number shrinks only where it stays at nothing or above.
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
