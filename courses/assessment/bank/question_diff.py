"""Differences between two versions of a question, by part and by word."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from courses.assessment.asking.answer_feedback import build_key_form
from courses.assessment.models import QuestionVersion
from courses.text_diff import DiffPiece, diff_words

#: Keys of a body that hold no readable text.
_SILENT = frozenset({"id", "correct", "key", "place", "start", "to", "ending", "score"})


@dataclass(frozen=True)
class QuestionPartDiff:
    """A part of a question in both versions: its label and the compared pieces."""

    label: str
    pieces: tuple[DiffPiece, ...]

    @property
    def is_changed(self) -> bool:
        return any(piece.kind for piece in self.pieces)


def compare_question_parts(
    before: QuestionVersion | None, after: QuestionVersion | None, language: str
) -> list[QuestionPartDiff]:
    """Return the parts of a question in ``language``, compared; new parts come last.

    Parts are matched by id, so moving a choice is not a change.
    """
    old, new = (build_question_part_texts(one, language) for one in (before, after))
    return [
        QuestionPartDiff(
            (new.get(name) or old[name])[0],
            diff_words(old.get(name, ("", ""))[1], new.get(name, ("", ""))[1]),
        )
        for name in dict.fromkeys([*old, *new])
    ]


def build_question_part_texts(
    question: QuestionVersion | None, language: str
) -> dict[str, tuple[str, str]]:
    """Return the label and text of each part of a question in ``language``, by part id.

    Empty if there is no question or it is not in that language.
    """
    text = question.body.get(language) if question is not None else None
    if question is None or text is None:
        return {}
    fields = build_key_form(question, text).fields
    right = {
        f"right-{field.name}": (_("Right answer"), field.words) for field in fields
    }
    told = {name: (label, words) for name, label, words in _told(text, "", "")}
    return told | {name: one for name, one in right.items() if one[1]}


def _told(value: Any, name: str, label: str) -> Iterator[tuple[str, str, str]]:
    """Yield every text in ``value`` with its id and label."""
    if isinstance(value, str):
        if value.strip():
            yield name, label, value.strip()
    elif isinstance(value, Mapping):
        for key in sorted(value, key=_order):
            if key not in _SILENT:
                yield from _told(value[key], f"{name}/{key}", _label(key, label))
    elif isinstance(value, list):
        for place, item in enumerate(value, start=1):
            mark = item.get("id", place) if isinstance(item, Mapping) else place
            yield from _told(item, f"{name}/{mark}", f"{label} {place}".strip())


def _order(key: str) -> tuple[int, str]:
    """Return a sort key that puts the question first and the feedback last."""
    return ({"case": 0, "stem": 1, "feedback": 3}.get(key, 2), key)


def _label(key: str, above: str) -> str:
    """Return the label of a part; a text inside a part takes the label of that part."""
    names = {
        "stem": _("Question"),
        "feedback": _("Feedback"),
        "choices": _("Choice"),
        "left": _("Left"),
        "right": _("Right-hand side"),
        "steps": _("Step"),
        "gaps": _("Gap"),
        "case": _("Case"),
        "unit": _("Unit"),
    }
    if key == "feedback" and above:
        return f"{above}: {names[key]}"
    if key == "text" and not above:
        return _("Text with gaps")
    return names.get(key, above)
