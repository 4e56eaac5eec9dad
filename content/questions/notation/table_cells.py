"""Cells of a table of questions."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from content.questions.notation.exchange_question import QuestionError, clean_text
from content.questions.notation.table_columns import format_column_heading

type TableRow = Mapping[str, str]

#: Common words for yes and no, and for true and false in spreadsheet programs.
YES = {"1", "+", "x", "yes", "иә", "да", "true", "дұрыс", "верно", "истина", "ақиқат"}
NO = {"0", "-", "no", "жоқ", "нет", "false", "бұрыс", "неверно", "ложь", "жалған"}


def list_filled_places(row: TableRow, name: str) -> range:
    """Return the numbers from 1 to the last filled column of that name."""
    numbers = [
        int(column.rpartition(" ")[2])
        for column, cell in row.items()
        if column.startswith(f"{name} ") and clean_text(cell)
    ]
    return range(1, max(numbers, default=0) + 1)


def build_cell_error(column: str, written: str, advice: str) -> QuestionError:
    """Return the error for a cell, with ``advice`` on what to write."""
    return QuestionError(
        _("“%(written)s” does not fit the column “%(column)s”. %(advice)s")
        % {
            "written": written[:60],
            "column": format_column_heading(column),
            "advice": advice,
        }
    )
