"""Tables of questions, whatever file they stand in: headings found, rows read."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from content.questions.exchange.columns import (
    FIXED,
    NEEDED,
    NUMBERED,
    column_of,
    label,
)
from content.questions.exchange.question import (
    ExchangeError,
    Fault,
    Question,
    QuestionError,
    Read,
    Reading,
    clean,
    tidy,
)
from content.questions.exchange.rows import neutral, original, question_of, row_of

#: How many choices the empty template has room for.
ROOM = 6
MOST_ROWS = 3000


@dataclass(frozen=True)
class Line:
    """A row of a file, numbered as a spreadsheet does; ``fault`` where it is damaged."""

    number: int
    cells: Sequence[str]
    fault: str = ""


def read_table(lines: Iterable[Line], language: str) -> Reading:
    """Return the questions in the rows of a table; the first row has the headings."""
    rows = iter(lines)
    head = next(rows, Line(1, ()))
    columns = _columns(head)
    reading = Reading(notes=_strange(head, columns))
    for count, line in enumerate(rows):
        if count >= MOST_ROWS:
            raise ExchangeError(
                _(
                    "There are too many rows in this table, at most: %(count)s. Split it."
                )
                % {"count": MOST_ROWS}
            )
        if not any(clean(cell) for cell in line.cells):
            continue
        row = {
            name: original(clean(cell))
            for name, cell in zip(columns, line.cells, strict=False)
            if name
        }
        try:
            if line.fault:
                raise QuestionError(line.fault)  # noqa: TRY301 — told like the others
            question = tidy(question_of(row, language))
            reading.questions.append(Read(question, str(line.number)))
        except QuestionError as error:
            code = row.get("code", "")
            reading.faults.append(Fault(str(line.number), error.reason, code))
    return reading


def known_headings(cells: Sequence[str]) -> int:
    """Return how many cells are headings that are known."""
    return sum(bool(column_of(cell)) for cell in cells)


def table_of(questions: Sequence[Question]) -> Iterator[list[str]]:
    """Yield the headings and a row for each question."""
    rows = [row_of(question) for question in questions]
    columns = _columns_for(rows)
    yield [label(column) for column in columns]
    for row in rows:
        yield [neutral(row.get(column, "")) for column in columns]


def template_headings() -> list[str]:
    """Return the headings of an empty table."""
    numbered = [f"{name} {n}" for n in range(1, ROOM + 1) for name in NUMBERED]
    return [label(column) for column in (*FIXED, *numbered)]


def _columns(head: Line) -> list[str]:
    columns = [column_of(cell) for cell in head.cells]
    missing = [label(name) for name in NEEDED if name not in columns]
    if missing:
        raise ExchangeError(
            _(
                "The first row has no column “%(list)s”. Download the template and keep "
                "its headings."
            )
            % {"list": "”, “".join(missing)}
        )
    twice = {name for name in columns if name and columns.count(name) > 1}
    if twice:
        raise ExchangeError(
            _("The column “%(name)s” stands twice. Keep one of them.")
            % {"name": label(min(twice))}
        )
    return columns


def _strange(head: Line, columns: Sequence[str]) -> list[str]:
    """Return a note on headings that are not known."""
    strange = [
        clean(cell)
        for cell, name in zip(head.cells, columns, strict=True)
        if clean(cell) and not name
    ]
    if not strange:
        return []
    note = _("These columns are not read, their headings are not known: %(list)s.")
    return [note % {"list": ", ".join(strange)[:300]}]


def _columns_for(rows: Sequence[dict[str, str]]) -> list[str]:
    used = {column for row in rows for column, cell in row.items() if cell}
    numbers = {
        int(column.rpartition(" ")[2])
        for column in used
        if column.partition(" ")[0] in NUMBERED
    }
    numbered = [
        f"{name} {number}"
        for number in range(1, max(numbers, default=0) + 1)
        for name in NUMBERED
    ]
    kept = [column for column in numbered if column in used]
    return [*FIXED, *kept]
