"""Conversion between questions and rows of a table."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from content.questions.notation.exchange_question import ExchangeQuestion
from content.questions.notation.table_columns import NO, YES, TableRow, build_cell_error
from content.questions.types import BANK_TYPES
from courses.assessment.paper_blueprint import Difficulty
from elearning.languages import CODES, OWN_NAMES

#: Common words for difficulty, besides the labels of our own lists.
HOW_HARD = {
    Difficulty.EASY: {"легкий", "легкая", "легко", "жеңіл"},
    Difficulty.MEDIUM: {"средний", "средне", "орта"},
    Difficulty.HARD: {"сложный", "сложная", "сложно", "трудный", "күрделі"},
}
_FORMULA = ("=", "+", "-", "@")
_NUMBER = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?\Z")


def parse_question_row(row: TableRow, language: str) -> ExchangeQuestion:
    """Return the question in a row; raises ``QuestionError`` naming the column."""
    question = ExchangeQuestion(
        _language(row, language),
        "",
        row.get("stem", ""),
        code=row.get("code", ""),
        outcome=_outcome(row),
        cites=tuple(re.split(r"[,;\n]", row.get("cites", ""))),
        must_pass=_truth(row, "must_pass"),
        difficulty=_difficulty(row),
        for_practice=_truth(row, "for_practice"),
        counts_parts=_truth(row, "counts_parts"),
        feedback=row.get("feedback", ""),
        case=" ".join(row.get("case", "").split()),
    )
    kind = _kind(row)
    parts = BANK_TYPES[kind].read_row(row, question.language)
    return replace(question, type=kind, **parts)


def build_question_row(question: ExchangeQuestion) -> dict[str, str]:
    """Return the cells of a question, by column."""
    row = {
        "code": question.code,
        "language": question.language,
        "type": question.type,
        "outcome": "" if question.outcome is None else str(question.outcome),
        "cites": ", ".join(question.cites),
        "must_pass": pgettext("cell", "yes") if question.must_pass else "",
        "difficulty": _estimate(question),
        "for_practice": pgettext("cell", "yes") if question.for_practice else "",
        "counts_parts": pgettext("cell", "yes") if question.counts_parts else "",
        "case": question.case,
        "stem": question.stem,
        "right": ", ".join(
            str(place)
            for place, choice in enumerate(question.choices, start=1)
            if choice.is_right
        ),
        "answer": question.number or "\n".join(question.accepted) or question.sample,
        "tolerance": question.tolerance,
        "unit": question.unit,
        "passage": question.passage,
        "feedback": question.feedback,
    }
    return row | dict(_numbered(question))


def escape_formula(text: str) -> str:
    """Return ``text`` as a cell that no spreadsheet evaluates as a formula."""
    return f"'{text}" if _is_formula(text.lstrip("'")) else text


def unescape_formula(cell: str) -> str:
    """Return the original text of a cell escaped by ``escape_formula``."""
    return cell[1:] if cell.startswith("'") and _is_formula(cell.lstrip("'")) else cell


def _is_formula(text: str) -> bool:
    first = unicodedata.normalize("NFKC", text)[:1]
    return first in _FORMULA and bool(first) and not _NUMBER.match(text)


def _numbered(question: ExchangeQuestion) -> Iterator[tuple[str, str]]:
    for place, choice in enumerate(question.choices, start=1):
        yield f"choice {place}", choice.text
        yield f"comment {place}", choice.feedback
    for place, pair in enumerate(question.pairs, start=1):
        yield f"choice {place}", pair.left
        yield f"counterpart {place}", pair.right
    for place, step in enumerate(question.steps, start=1):
        yield f"choice {place}", step
    for place, gap in enumerate(question.gaps, start=1):
        yield f"choice {place}", "\n".join(gap.accepted)
        yield f"counterpart {place}", "\n".join(gap.wrong)


def _language(row: TableRow, language: str) -> str:
    written = row.get("language", "").casefold()
    if not written:
        return language
    for code in CODES:
        if written in {code, OWN_NAMES[code].casefold()}:
            return code
    raise build_cell_error("language", written, _("Write kk, ru or en."))


def _kind(row: TableRow) -> str:
    written = row.get("type", "").casefold()
    tabled = [one for one in BANK_TYPES.values() if one.is_tabled]
    for language in CODES:
        with override(language):
            for one in tabled:
                if written in {one.name, str(one.label).casefold()}:
                    return one.name
    known = ", ".join(str(one.label) for one in tabled)
    raise build_cell_error(
        "type", written, _("Write one of: %(list)s.") % {"list": known}
    )


def _difficulty(row: TableRow) -> str:
    written = row.get("difficulty", "").casefold().replace("ё", "е")
    if not written:
        return Difficulty.MEDIUM
    for estimate, words in HOW_HARD.items():
        if written in words:
            return estimate
    for language in CODES:
        with override(language):
            for code, name in Difficulty.choices:
                if written in {code, str(name).casefold()}:
                    return code
    raise build_cell_error("difficulty", written, _("Write easy, medium or hard."))


def _estimate(question: ExchangeQuestion) -> str:
    """Return the label of the difficulty; empty for the default."""
    if question.difficulty == Difficulty.MEDIUM:
        return ""
    return str(Difficulty(question.difficulty).label)


def _outcome(row: TableRow) -> int | None:
    written = row.get("outcome", "")
    if not written:
        return None
    if written.isascii() and written.isdigit():
        return int(written[:6])
    raise build_cell_error("outcome", written, _("Write the number of an outcome: 2."))


def _truth(row: TableRow, column: str) -> bool:
    written = row.get(column, "").casefold()
    if written in YES:
        return True
    if written in NO or not written:
        return False
    raise build_cell_error(column, written, _("Write yes or no."))
