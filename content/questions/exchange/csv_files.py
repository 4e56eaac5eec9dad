"""Tables of questions as CSV, as Excel on Windows saves and opens it."""

import csv
import io
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from content.questions.exchange.question import (
    ExchangeError,
    Loss,
    Question,
    Reading,
)
from content.questions.exchange.tables import (
    Line,
    known_headings,
    read_table,
    table_of,
    template_headings,
)

_DELIMITERS = (";", ",", "\t")


def read_csv(text: str, language: str) -> Reading:
    """Return the questions in a CSV file with semicolons, commas or tabs."""
    first, _newline, rest = text.partition("\n")
    if first.strip('" ').lower().startswith("sep="):
        text = rest
    delimiter = max(_DELIMITERS, key=lambda one: _recognised(text, one))
    return read_table(_lines(text, delimiter), language)


def write_csv(questions: Sequence[Question]) -> tuple[str, list[Loss]]:
    """Return a CSV file with ``questions``, all languages in it; nothing is lost."""
    return _written(table_of(questions)), []


def csv_template() -> str:
    """Return an empty table with its headings."""
    return _written([template_headings()])


def _written(rows: Iterator[list[str]] | list[list[str]]) -> str:
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=";").writerows(rows)
    return f"\ufeff{file.getvalue()}"


def _recognised(text: str, delimiter: str) -> int:
    try:
        return known_headings(next(_lines(text, delimiter), Line(1, ())).cells)
    except ExchangeError:
        return 0


def _lines(text: str, delimiter: str) -> Iterator[Line]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            yield Line(number, cells)
    except csv.Error as error:
        raise ExchangeError(
            _(
                "The table breaks off behind row %(row)s: a quotation mark is not closed, "
                "or a cell is too long. Save it again from the spreadsheet program."
            )
            % {"row": number}
        ) from error
