"""Write GIFT, Moodle's format for questions as plain text: one language a file."""

from collections.abc import Iterable
from decimal import Decimal

from django.utils.translation import gettext as _

from content.questions.exchange.gift_answers import escaped
from content.questions.exchange.marks import kind_mark, marks_of
from content.questions.exchange.question import TRUE_FALSE, Loss, Question

#: A line that starts so is none of a question.
_LINES = ("//", "$CATEGORY:")


def write_gift(questions: Iterable[Question]) -> tuple[str, list[Loss]]:
    """Return a GIFT file with ``questions``, and what it cannot carry."""
    parts, losses = [], []
    for question in questions:
        loss = _loss(question)
        losses += [loss] if loss else []
        if not (loss and loss.is_left_out):
            parts.append(_block(question))
    return "\n\n".join([*parts, ""]), losses


def _loss(question: Question) -> Loss | None:
    reason, is_left_out = "", False
    if question.type == "cloze":
        is_left_out = True
        reason = _("GIFT has no texts with gaps. Use Moodle XML, QTI or a table.")
    elif question.type == "open" and question.sample:
        reason = _("GIFT has no place for what an open answer has to hold.")
    elif any("->" in f"{pair.left}{pair.right}" for pair in question.pairs):
        reason = _("GIFT cannot write -> inside a pair; it becomes an arrow.")
    elif any("->" in text for text in question.accepted):
        is_left_out = True
        reason = _("GIFT takes -> in a short answer for a pair.")
    elif any("\n" in one or one.startswith(_LINES) for one in question.steps):
        is_left_out = True
        reason = _("GIFT cannot write steps of several lines, or that start with //.")
    if not reason:
        return None
    return Loss(question.code, question.language, reason, is_left_out)


def _block(question: Question) -> str:
    unit = f"unit:{question.unit}" if question.unit else ""
    kind = "" if _is_plain_truth(question) else kind_mark(question)
    marks = marks_of(question, unit, kind)
    tags = " ".join(f"[tag:{_bracketed(mark)}]" for mark in marks)
    feedback = f"\n####{escaped(question.feedback)}" if question.feedback else ""
    return (
        f"// [id:{_bracketed(question.code)}] {tags}\n"
        f"::{escaped(question.code)}::[plain]{escaped(question.stem)} "
        f"{{{_inside(question)}{feedback}\n}}"
    )


def _inside(question: Question) -> str:
    if _is_plain_truth(question):
        return _truth(question)
    if question.choices:
        return _choices(question)
    if question.type == "numeric":
        return f"#{question.number}:{question.tolerance or 0}"
    if question.type == "ordering":
        exact = "ABSOLUTE_POSITION" if question.counts_parts else "ALL_OR_NOTHING"
        steps = [escaped(step) for step in question.steps]
        return "\n".join([f">ALL VERTICAL {exact}", *steps])
    lines = [
        f"={_side(pair.left)} -> {_side(pair.right)}" for pair in question.pairs
    ] + [f"={escaped(text)}" for text in question.accepted]
    return "".join(f"\n{line}" for line in lines)


def _choices(question: Question) -> str:
    right = sum(choice.is_right for choice in question.choices)
    weight = percent(right)
    lines = []
    for choice in question.choices:
        if question.type == "multiple" or right != 1:
            sign = f"~%{weight}%" if choice.is_right else f"~%-{weight}%"
        else:
            sign = "=" if choice.is_right else "~"
        feedback = f"#{escaped(choice.feedback)}" if choice.feedback else ""
        lines.append(f"\n{sign}{escaped(choice.text)}{feedback}")
    return "".join(lines)


def percent(parts: int) -> str:
    """Return the share of one of ``parts`` in per cent, as Moodle knows it."""
    share = (Decimal(100) / max(parts, 1)).quantize(Decimal("1.00000"))
    return f"{share:f}".rstrip("0").rstrip(".")


def _is_plain_truth(question: Question) -> bool:
    """Tell whether the choices are called true and false as everywhere."""
    words = tuple(choice.text for choice in question.choices)
    return question.type == "truefalse" and words == TRUE_FALSE[question.language]


def _truth(question: Question) -> str:
    first, second = question.choices
    wrong, right = (second, first) if first.is_right else (first, second)
    word = "TRUE" if first.is_right else "FALSE"
    if not wrong.feedback and not right.feedback:
        return word
    return f"{word}#{escaped(wrong.feedback)}#{escaped(right.feedback)}"


def _side(text: str) -> str:
    return escaped(text.replace("->", "→"))


def _bracketed(text: str) -> str:
    return text.replace("\\", "\\\\").replace("]", "\\]")
