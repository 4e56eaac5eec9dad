"""A question as a row of a table, and back."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from content.questions.exchange.exchange_question import (
    CHOOSING,
    TRUE_FALSE,
    UNTABLED,
    ExchangeChoice,
    ExchangeGap,
    ExchangePair,
    ExchangeQuestion,
    QuestionError,
    clean_text,
)
from content.questions.exchange.table_columns import format_column_heading
from content.questions.models import QuestionDraft
from courses.assessment.models import QuestionVersion
from courses.assessment.paper_blueprint import Difficulty
from elearning.languages import CODES, OWN_NAMES

type Row = Mapping[str, str]

#: How people write yes and no, and spreadsheet programs true and false.
YES = {"1", "+", "x", "yes", "иә", "да", "true", "дұрыс", "верно", "истина", "ақиқат"}
NO = {"0", "-", "no", "жоқ", "нет", "false", "бұрыс", "неверно", "ложь", "жалған"}
#: How people say how hard a question is, besides the words of our lists.
HOW_HARD = {
    Difficulty.EASY: {"легкий", "легкая", "легко", "жеңіл"},
    Difficulty.MEDIUM: {"средний", "средне", "орта"},
    Difficulty.HARD: {"сложный", "сложная", "сложно", "трудный", "күрделі"},
}
_FORMULA = ("=", "+", "-", "@")
_NUMBER = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?\Z")


def parse_question_row(row: Row, language: str) -> ExchangeQuestion:
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
    return replace(question, type=kind, **_PARTS[kind](row, question.language))


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
    """Return ``text`` as a cell that no spreadsheet takes for a formula."""
    return f"'{text}" if _is_formula(text.lstrip("'")) else text


def unescape_formula(cell: str) -> str:
    """Return what was written with ``escape_formula``."""
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


def _language(row: Row, language: str) -> str:
    written = row.get("language", "").casefold()
    if not written:
        return language
    for code in CODES:
        if written in {code, OWN_NAMES[code].casefold()}:
            return code
    raise _wrong("language", written, _("Write kk, ru or en."))


def _kind(row: Row) -> str:
    written = row.get("type", "").casefold()
    for language in CODES:
        with override(language):
            for code, name in QuestionDraft.Type.choices:
                if written in {code, str(name).casefold()} and code not in UNTABLED:
                    return code
    known = ", ".join(
        str(name) for code, name in QuestionDraft.Type.choices if code not in UNTABLED
    )
    raise _wrong("type", written, _("Write one of: %(list)s.") % {"list": known})


def _difficulty(row: Row) -> str:
    written = row.get("difficulty", "").casefold().replace("ё", "е")
    if not written:
        return Difficulty.MEDIUM
    for estimate, words in HOW_HARD.items():
        if written in words:
            return estimate
    for language in CODES:
        with override(language):
            for code, name in QuestionVersion.Difficulty.choices:
                if written in {code, str(name).casefold()}:
                    return code
    raise _wrong("difficulty", written, _("Write easy, medium or hard."))


def _estimate(question: ExchangeQuestion) -> str:
    """Return the difficulty in words; the usual one is left empty."""
    if question.difficulty == Difficulty.MEDIUM:
        return ""
    return str(QuestionVersion.Difficulty(question.difficulty).label)


def _outcome(row: Row) -> int | None:
    written = row.get("outcome", "")
    if not written:
        return None
    if written.isascii() and written.isdigit():
        return int(written[:6])
    raise _wrong("outcome", written, _("Write the number of an outcome: 2."))


def _truth(row: Row, column: str) -> bool:
    written = row.get(column, "").casefold()
    if written in YES:
        return True
    if written in NO or not written:
        return False
    raise _wrong(column, written, _("Write yes or no."))


def _choosing(row: Row, language: str) -> dict[str, Any]:
    right = _right(row)
    places = _places(row, "choice")
    if right and max(right) > max(places, default=0):
        raise _wrong("right", row["right"], _("There is no choice with that number."))
    choices = tuple(
        ExchangeChoice(
            row.get(f"choice {n}", ""), n in right, row.get(f"comment {n}", "")
        )
        for n in places
    )
    if not all(clean_text(choice.text) for choice in choices):
        raise QuestionError(_("A choice before a filled one is empty. Close the gap."))
    return {"choices": choices}


def _truth_choices(row: Row, language: str) -> dict[str, Any]:
    words = TRUE_FALSE[language]
    filled = dict(row)
    for n in (1, 2):
        filled[f"choice {n}"] = row.get(f"choice {n}") or words[n - 1]
    written = row.get("right", "").casefold()
    if written in YES or written in NO:
        filled["right"] = "1" if written in YES else "2"
    return _choosing(filled, language)


def _right(row: Row) -> set[int]:
    parts = re.split(r"[\s,;]+", row.get("right", "").casefold())
    found = set()
    for part in filter(None, parts):
        if part.isascii() and part.isdigit():
            found.add(int(part[:4]))
        elif len(part) == 1 and "a" <= part <= "z":
            found.add(ord(part) - ord("a") + 1)
        else:
            reason = _("Write the numbers of the right choices: 1, 3.")
            raise _wrong("right", part, reason)
    return found


def _pairs(row: Row, language: str) -> dict[str, Any]:
    places = max(_places(row, "choice"), _places(row, "counterpart"), key=len)
    pairs = tuple(
        ExchangePair(row.get(f"choice {n}", ""), row.get(f"counterpart {n}", ""))
        for n in places
    )
    if not all(clean_text(pair.right) for pair in pairs):
        raise QuestionError(
            _("A pair has no counterpart. Write one, or clear the whole pair.")
        )
    return {"pairs": pairs}


def _steps(row: Row, language: str) -> dict[str, Any]:
    return {"steps": tuple(row.get(f"choice {n}", "") for n in _places(row, "choice"))}


def _gaps(row: Row, language: str) -> dict[str, Any]:
    gaps = tuple(
        ExchangeGap(
            tuple(row.get(f"choice {n}", "").split("\n")),
            tuple(row.get(f"counterpart {n}", "").split("\n")),
        )
        for n in _places(row, "choice")
    )
    return {"passage": row.get("passage", ""), "gaps": gaps}


def _number(row: Row, language: str) -> dict[str, Any]:
    return {
        "number": row.get("answer", "").replace(",", "."),
        "tolerance": row.get("tolerance", "").replace(",", "."),
        "unit": row.get("unit", ""),
    }


def _accepted(row: Row, language: str) -> dict[str, Any]:
    return {"accepted": tuple(row.get("answer", "").split("\n"))}


def _sample(row: Row, language: str) -> dict[str, Any]:
    return {"sample": row.get("answer", "")}


def _places(row: Row, name: str) -> range:
    """Return the numbers from 1 to the last column of that name with something in it."""
    numbers = [
        int(column.rpartition(" ")[2])
        for column, cell in row.items()
        if column.startswith(f"{name} ") and clean_text(cell)
    ]
    return range(1, max(numbers, default=0) + 1)


def _wrong(column: str, written: str, advice: str) -> QuestionError:
    return QuestionError(
        _("“%(written)s” does not fit the column “%(column)s”. %(advice)s")
        % {
            "written": written[:60],
            "column": format_column_heading(column),
            "advice": advice,
        }
    )


_PARTS = dict.fromkeys(CHOOSING, _choosing) | {
    "truefalse": _truth_choices,
    "matching": _pairs,
    "ordering": _steps,
    "cloze": _gaps,
    "numeric": _number,
    "text": _accepted,
    "open": _sample,
}
