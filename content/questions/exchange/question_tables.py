"""Tables of questions in any file format: headings and rows."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from content.questions.exchange.question_rows import (
    build_question_row,
    escape_formula,
    parse_question_row,
    unescape_formula,
)
from content.questions.notation.exchange_question import (
    ExchangeError,
    ExchangeQuestion,
    QuestionError,
    ReadFault,
    ReadQuestion,
    ReadResult,
    clean_text,
    normalize_question,
)
from content.questions.notation.table_columns import (
    FIXED,
    NEEDED,
    NUMBERED,
    find_column,
    format_column_heading,
)

#: The number of choices in the empty template.
ROOM = 6
MOST_ROWS = 3000


@dataclass(frozen=True)
class TableLine:
    """A row of a file, numbered as in a spreadsheet; ``fault`` is set if it is damaged."""

    number: int
    cells: Sequence[str]
    fault: str = ""


def read_question_table(lines: Iterable[TableLine], language: str) -> ReadResult:
    """Return the questions in the rows of a table whose first row has the headings."""
    rows = iter(lines)
    head = next(rows, TableLine(1, ()))
    columns = _columns(head)
    reading = ReadResult(notes=_strange(head, columns))
    for count, line in enumerate(rows):
        if count >= MOST_ROWS:
            raise ExchangeError(
                _(
                    "There are too many rows in this table. The limit is %(count)s. "
                    "Split it."
                )
                % {"count": MOST_ROWS}
            )
        if not any(clean_text(cell) for cell in line.cells):
            continue
        row = {
            name: unescape_formula(clean_text(cell))
            for name, cell in zip(columns, line.cells, strict=False)
            if name
        }
        try:
            if line.fault:
                raise QuestionError(line.fault)  # noqa: TRY301 — told like the others
            question = normalize_question(parse_question_row(row, language))
            reading.questions.append(ReadQuestion(question, str(line.number)))
        except QuestionError as error:
            code = row.get("code", "")
            reading.faults.append(ReadFault(str(line.number), error.reason, code))
    return reading


def count_known_headings(cells: Sequence[str]) -> int:
    """Return how many cells are known headings."""
    return sum(bool(find_column(cell)) for cell in cells)


def iter_table_rows(questions: Sequence[ExchangeQuestion]) -> Iterator[list[str]]:
    """Yield the headings and a row for each question."""
    rows = [build_question_row(question) for question in questions]
    columns = _columns_for(rows)
    yield [format_column_heading(column) for column in columns]
    for row in rows:
        yield [escape_formula(row.get(column, "")) for column in columns]


def list_template_headings() -> list[str]:
    """Return the headings of an empty table."""
    numbered = [f"{name} {n}" for n in range(1, ROOM + 1) for name in NUMBERED]
    return [format_column_heading(column) for column in (*FIXED, *numbered)]


def _columns(head: TableLine) -> list[str]:
    columns = [find_column(cell) for cell in head.cells]
    missing = [format_column_heading(name) for name in NEEDED if name not in columns]
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
            _("The column “%(name)s” appears twice. Keep one of them.")
            % {"name": format_column_heading(min(twice))}
        )
    return columns


def _strange(head: TableLine, columns: Sequence[str]) -> list[str]:
    """Return a note on unknown headings, if there are any."""
    strange = [
        clean_text(cell)
        for cell, name in zip(head.cells, columns, strict=True)
        if clean_text(cell) and not name
    ]
    if not strange:
        return []
    note = _(
        "These columns are ignored because their headings are not recognised: %(list)s."
    )
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
