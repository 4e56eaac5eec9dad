"""Columns of a table of questions, their headings and their cells."""

import re
from collections.abc import Mapping
from functools import cache

from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from content.questions.notation.exchange_question import QuestionError, clean_text
from elearning.languages import CODES

#: Columns repeated for each choice, pair, step or gap.
NUMBERED = ("choice", "counterpart", "comment")
#: The required columns.
NEEDED = ("type", "stem")
FIXED = (
    "code",
    "language",
    "type",
    "outcome",
    "cites",
    "must_pass",
    "difficulty",
    "counts_parts",
    "stem",
    "right",
    "answer",
    "tolerance",
    "unit",
    "passage",
    "feedback",
    "case",
    "for_practice",
)
#: Common words for yes and no, and for true and false in spreadsheet programs.
YES = {"1", "+", "x", "yes", "иә", "да", "true", "дұрыс", "верно", "истина", "ақиқат"}
NO = {"0", "-", "no", "жоқ", "нет", "false", "бұрыс", "неверно", "ложь", "жалған"}
_NUMBER = re.compile(r"(.*?)\s*([0-9]{1,2})\Z")

type TableRow = Mapping[str, str]


def build_column_headings() -> dict[str, str]:
    """Return the heading of each column in the language of the page."""
    return {
        "code": pgettext("column", "Code"),
        "language": pgettext("column", "Language"),
        "type": pgettext("column", "Type"),
        "outcome": pgettext("column", "Outcome"),
        "cites": pgettext("column", "Legal basis"),
        "must_pass": pgettext("column", "Must-pass"),
        "difficulty": pgettext("column", "Difficulty"),
        "for_practice": pgettext("column", "For practice"),
        "counts_parts": pgettext("column", "Part for part"),
        "case": pgettext("column", "Case"),
        "stem": pgettext("column", "Question"),
        "right": pgettext("column", "Right choices"),
        "answer": pgettext("column", "Right answer"),
        "tolerance": pgettext("column", "Tolerance"),
        "unit": pgettext("column", "Unit"),
        "passage": pgettext("column", "Text with gaps"),
        "feedback": pgettext("column", "Feedback"),
        "choice": pgettext("column", "Choice"),
        "counterpart": pgettext("column", "Counterpart"),
        "comment": pgettext("column", "Feedback on choice"),
    }


def build_column_explanations() -> dict[str, str]:
    """Return the explanation of each column in the language of the page."""
    return {
        "code": pgettext("column", "The same in every language: C1-Q01."),
        "language": pgettext("column", "kk, ru or en. Empty: as chosen on uploading."),
        "type": pgettext("column", "One of the types below."),
        "outcome": pgettext("column", "The number of the course's outcome."),
        "cites": pgettext("column", "Citations, separated by commas: NMR 43, NMR 36."),
        "must_pass": pgettext("column", "Yes or no."),
        "difficulty": pgettext("column", "Easy, medium or hard. Empty: medium."),
        "for_practice": pgettext(
            "column", "Yes: asked in lessons and to practise, never in an exam."
        ),
        "counts_parts": pgettext("column", "Yes: a half-right answer is worth half."),
        "case": pgettext(
            "column", "The code of a case in the bank, and the place in it: C1-K01 2."
        ),
        "stem": pgettext("column", "What is asked."),
        "right": pgettext("column", "The numbers of the right choices: 1, 3."),
        "answer": pgettext(
            "column",
            "A number; or every right short answer, one a line; or what an open answer "
            "has to hold.",
        ),
        "tolerance": pgettext("column", "By how much a number may differ."),
        "unit": pgettext("column", "The unit of a number: days, hours."),
        "passage": pgettext("column", "A text with gaps as [[1]], [[2]]."),
        "feedback": pgettext("column", "What is said after the answer."),
        "choice": pgettext(
            "column",
            "A choice; the left side of a pair; a step, in the right order; the right "
            "answers of gap 1, 2 and so on, one a line.",
        ),
        "counterpart": pgettext(
            "column",
            "The right-hand side of a pair; the wrong answers of a gap, one a line: with "
            "them the gap is a list to choose from.",
        ),
        "comment": pgettext("column", "What is said to whoever takes this choice."),
    }


def find_column(heading: str) -> str:
    """Return the column with that heading in any language (``choice 2``), or ``""``."""
    plain = _plain(heading)
    known = _known()
    if plain in known:
        return known[plain]
    numbered = _NUMBER.match(plain)
    if numbered and (name := known.get(numbered[1], "")) in NUMBERED:
        return f"{name} {int(numbered[2])}"
    return ""


def format_column_heading(column: str) -> str:
    """Return the heading of a column in the language of the page: ``Choice 2``."""
    name, _space, number = column.partition(" ")
    return f"{build_column_headings()[name]} {number}".strip()


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


@cache
def _known() -> dict[str, str]:
    found = {_plain(name): name for name in (*FIXED, *NUMBERED)}
    for language in CODES:
        with override(language):
            found |= {
                _plain(text): name for name, text in build_column_headings().items()
            }
    return found


def _plain(heading: str) -> str:
    words = re.sub(r"[\s_*:]+", " ", heading).strip()
    return words.casefold().replace("ё", "е")
