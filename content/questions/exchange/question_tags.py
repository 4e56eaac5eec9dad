"""Tags for facts that a format has no field for: ``outcome:2``, ``must-pass``."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from content.questions.notation.exchange_question import ExchangeQuestion
from content.questions.types import BANK_TYPES
from courses.assessment.paper_blueprint import Difficulty
from elearning.languages import CODES

_PLAIN: dict[str, dict[str, Any]] = {
    "must-pass": {"must_pass": True},
    "for-practice": {"for_practice": True},
    "by-parts": {"counts_parts": True},
    "all-or-nothing": {"counts_parts": False},
} | {f"difficulty:{name}": {"difficulty": name} for name in Difficulty}


def build_question_tags(question: ExchangeQuestion, *extra: str) -> list[str]:
    """Return the tags of a question, for everything except its texts."""
    marks = [f"language:{question.language}"]
    if question.outcome is not None:
        marks.append(f"outcome:{question.outcome}")
    marks += [f"basis:{cite}" for cite in question.cites]
    if question.case:
        marks.append(f"case:{question.case}")
    if question.must_pass:
        marks.append("must-pass")
    if question.for_practice:
        marks.append("for-practice")
    if question.difficulty != Difficulty.MEDIUM:
        marks.append(f"difficulty:{question.difficulty}")
    marks.append("by-parts" if question.counts_parts else "all-or-nothing")
    marks += BANK_TYPES[question.type].build_tags(question)
    return [*marks, *(mark for mark in extra if mark)]


def apply_question_tags(
    question: ExchangeQuestion, marks: Iterable[str]
) -> tuple[ExchangeQuestion, list[str]]:
    """Return the question with its tags applied, and a note on unknown tags."""
    strange: list[str] = []
    for mark in marks:
        changed = _with(question, mark.strip())
        if changed is None:
            strange.append(mark.strip())
        question = changed or question
    if not strange:
        return question, []
    note = _("Tags are not kept: %(tags)s.") % {"tags": ", ".join(strange)}
    return question, [note]


def format_type_tag(question: ExchangeQuestion) -> str:
    """Return the tag of a type that other systems treat as another type."""
    is_tagged = BANK_TYPES[question.type].is_tagged
    return f"kind:{question.type}" if is_tagged else ""


def _with(question: ExchangeQuestion, mark: str) -> ExchangeQuestion | None:
    """Return ``question`` with ``mark`` applied; ``None`` if the tag is not ours."""
    if mark in _PLAIN:
        return replace(question, **_PLAIN[mark])
    name, _colon, value = mark.partition(":")
    if not value:
        return None
    if apply := _WITH_VALUE.get(name):
        return apply(question, value)
    return BANK_TYPES[question.type].apply_tag(question, name, value)


def _outcome(question: ExchangeQuestion, value: str) -> ExchangeQuestion | None:
    is_number = value.isascii() and value.isdigit()
    return replace(question, outcome=int(value[:4])) if is_number else None


def _language(question: ExchangeQuestion, value: str) -> ExchangeQuestion | None:
    return replace(question, language=value) if value in CODES else None


def _kind(question: ExchangeQuestion, value: str) -> ExchangeQuestion | None:
    kind = BANK_TYPES.get(value)
    return replace(question, type=value) if kind and kind.is_tagged else None


_WITH_VALUE: dict[str, Callable[[ExchangeQuestion, str], ExchangeQuestion | None]] = {
    "basis": lambda question, value: replace(question, cites=(*question.cites, value)),
    "outcome": _outcome,
    "case": lambda question, value: replace(question, case=value),
    "unit": lambda question, value: replace(question, unit=value),
    "language": _language,
    "kind": _kind,
}
