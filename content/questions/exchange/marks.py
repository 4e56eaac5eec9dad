"""What formats have no field for travels as tags: ``outcome:2``, ``must-pass``."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from content.questions.exchange.question import Question
from courses.assessment.composing import Difficulty
from elearning.languages import CODES

_KINDS = ("truefalse", "scenario")
_PLAIN: dict[str, dict[str, Any]] = {
    "must-pass": {"must_pass": True},
    "by-parts": {"counts_parts": True},
    "all-or-nothing": {"counts_parts": False},
} | {f"difficulty:{name}": {"difficulty": name} for name in Difficulty}


def marks_of(question: Question, *extra: str) -> list[str]:
    """Return the tags of a question: what it is besides its words."""
    marks = [f"language:{question.language}"]
    if question.outcome is not None:
        marks.append(f"outcome:{question.outcome}")
    marks += [f"basis:{cite}" for cite in question.cites]
    if question.case:
        marks.append(f"case:{question.case}")
    if question.must_pass:
        marks.append("must-pass")
    if question.difficulty != Difficulty.MEDIUM:
        marks.append(f"difficulty:{question.difficulty}")
    marks.append("by-parts" if question.counts_parts else "all-or-nothing")
    return [*marks, *(mark for mark in extra if mark)]


def marked(question: Question, marks: Iterable[str]) -> tuple[Question, list[str]]:
    """Return the question as its tags say, and a note on tags that are not ours."""
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


def kind_mark(question: Question) -> str:
    """Return the tag of a type that other systems know as another."""
    return f"kind:{question.type}" if question.type in _KINDS else ""


def _with(question: Question, mark: str) -> Question | None:
    """Return ``question`` with ``mark`` applied; ``None`` where it is not one of ours."""
    if mark in _PLAIN:
        return replace(question, **_PLAIN[mark])
    name, _colon, value = mark.partition(":")
    if name == "basis" and value:
        return replace(question, cites=(*question.cites, value))
    if name == "outcome" and value.isascii() and value.isdigit():
        return replace(question, outcome=int(value[:4]))
    if name == "case" and value:
        return replace(question, case=value)
    known: dict[str, Sequence[str]] = {
        "language": CODES,
        "kind": _KINDS,
        "unit": (value,),
    }
    if not value or value not in known.get(name, ()):
        return None
    changed: dict[str, Any] = {"type" if name == "kind" else name: value}
    return replace(question, **changed)
