"""CSV tables of questions, compatible with Excel on Windows."""

import csv
import io
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from content.questions.exchange.question_tables import (
    TableLine,
    count_known_headings,
    iter_table_rows,
    list_template_headings,
    read_question_table,
)
from content.questions.notation.exchange_question import (
    ExchangeError,
    ExchangeQuestion,
    ExportLoss,
    ReadResult,
)

_DELIMITERS = (";", ",", "\t")


def read_question_csv(text: str, language: str) -> ReadResult:
    """Return the questions in a CSV file separated by semicolons, commas or tabs."""
    first, _newline, rest = text.partition("\n")
    if first.strip('" ').lower().startswith("sep="):
        text = rest
    delimiter = max(_DELIMITERS, key=lambda one: _recognised(text, one))
    return read_question_table(_lines(text, delimiter), language)


def write_question_csv(
    questions: Sequence[ExchangeQuestion],
) -> tuple[str, list[ExportLoss]]:
    """Return a CSV file with ``questions`` in all languages; nothing is lost."""
    return _written(iter_table_rows(questions)), []


def build_csv_template() -> bytes:
    """Return an empty table with headings."""
    return _written([list_template_headings()]).encode()


def _written(rows: Iterator[list[str]] | list[list[str]]) -> str:
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=";").writerows(rows)
    return f"\ufeff{file.getvalue()}"


def _recognised(text: str, delimiter: str) -> int:
    try:
        return count_known_headings(
            next(_lines(text, delimiter), TableLine(1, ())).cells
        )
    except ExchangeError:
        return 0


def _lines(text: str, delimiter: str) -> Iterator[TableLine]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            yield TableLine(number, cells)
    except csv.Error as error:
        raise ExchangeError(
            _(
                "The table breaks off after row %(row)s: a quotation mark is not "
                "closed, or a cell is too long. Save it again from the "
                "spreadsheet program."
            )
            % {"row": number}
        ) from error
