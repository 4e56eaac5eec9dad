"""Small numbers are withheld, and nobody finds them by adding and subtracting."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from courses.reporting.cell_suppression import (
    SMALLEST,
    is_small_number,
    select_withheld_cells,
)

ROWS = st.integers(1, 5)
COLUMNS = st.integers(1, 5)
NUMBERS = st.one_of(st.integers(0, 6), st.integers(0, 60))


@st.composite
def tables(draw):
    """A table with how many people are behind each row, and columns withheld elsewhere."""
    rows, columns = draw(ROWS), draw(COLUMNS)
    cells = [[draw(NUMBERS) for _column in range(columns)] for _row in range(rows)]
    people = [draw(st.integers(0, 12)) for _row in range(rows)]
    totals = draw(st.sets(st.integers(0, columns), max_size=2))
    return cells, [*people, max(people)], totals


def with_totals(cells):
    rows = [[*row, sum(row)] for row in cells]
    return [*rows, [sum(column) for column in zip(*rows, strict=True)]]


def lines_of(cells):
    """Every line of the table as pairs of place and factor, which add up to nothing."""
    last_row, last_column = len(cells), len(cells[0])
    for row in range(last_row + 1):
        yield [
            ((row, column), -1 if column == last_column else 1)
            for column in range(last_column + 1)
        ]
    for column in range(last_column + 1):
        yield [
            ((row, column), -1 if row == last_row else 1) for row in range(last_row + 1)
        ]


def worked_out(cells, hidden):
    """The withheld places that follow from what is shown, by elimination."""
    unknown = sorted(hidden)
    rows = [
        [Fraction(dict(line).get(place, 0)) for place in unknown]
        for line in lines_of(cells)
    ]
    rank = 0
    for column in range(len(unknown)):
        pivot = next((r for r in range(rank, len(rows)) if rows[r][column]), None)
        if pivot is None:
            continue
        rows[rank], rows[pivot] = rows[pivot], rows[rank]
        rows[rank] = [value / rows[rank][column] for value in rows[rank]]
        for other in range(len(rows)):
            if other != rank and rows[other][column]:
                factor = rows[other][column]
                rows[other] = [
                    a - factor * b for a, b in zip(rows[other], rows[rank], strict=True)
                ]
        rank += 1
    alone = (row for row in rows[:rank] if sum(map(bool, row)) == 1)
    return [unknown[next(i for i, value in enumerate(row) if value)] for row in alone]


@given(tables())
def test_no_small_number_is_shown(table):
    cells, people, totals = table
    hidden = select_withheld_cells(cells, people, totals=totals)
    full = with_totals(cells)

    for row, values in enumerate(full):
        for column, value in enumerate(values):
            is_of_few = people[row] < SMALLEST and full[-1][column] > 0
            if is_small_number(value) or is_of_few:
                assert (row, column) in hidden


@given(tables())
def test_no_withheld_number_follows_from_the_others(table):
    cells, people, totals = table

    assert worked_out(cells, select_withheld_cells(cells, people, totals=totals)) == []


@given(tables())
def test_withheld_numbers_of_a_line_are_not_few_together(table):
    cells, people, _totals = table
    hidden = select_withheld_cells(cells, people)
    full = with_totals(cells)

    if any(row == len(cells) for row, _column in hidden):
        return  # a total that is itself small leaves nothing to tell
    for row in range(len(cells)):
        if (row, len(cells[0])) not in hidden:
            kept = [full[row][column] for r, column in hidden if r == row]
            assert not is_small_number(sum(kept))


def test_two_theologians_and_one_sibling_are_both_withheld():
    cells = [[40, 10, 6], [1, 1, 0]]

    hidden = select_withheld_cells(cells, [56, 2, 56])

    assert {(1, 0), (1, 1), (1, 2), (1, 3)} <= hidden
    assert {(0, 0), (0, 1), (0, 3)} <= hidden
    assert not any(row == 2 for row, _column in hidden)


def test_large_groups_are_shown_as_they_are():
    assert select_withheld_cells([[40, 10, 0], [25, 9, 7]], [50, 41, 91]) == frozenset()


def test_a_lonely_small_number_takes_a_way_round_with_it():
    cells = [[40, 3], [25, 9], [30, 30]]

    hidden = select_withheld_cells(cells, [43, 34, 60, 137])

    assert (0, 1) in hidden
    assert len(hidden) == 4
