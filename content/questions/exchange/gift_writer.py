"""Write GIFT, Moodle's format for questions as plain text: one language a file."""

from collections.abc import Iterable
from decimal import Decimal

from django.utils.translation import gettext as _

from content.questions.exchange.exchange_question import (
    TRUE_FALSE,
    ExchangeQuestion,
    ExportLoss,
)
from content.questions.exchange.gift_answers import escape_gift_text
from content.questions.exchange.question_tags import (
    build_question_tags,
    format_type_tag,
)

#: A line that starts so is none of a question.
_LINES = ("//", "$CATEGORY:")


def write_gift(questions: Iterable[ExchangeQuestion]) -> tuple[str, list[ExportLoss]]:
    """Return a GIFT file with ``questions``, and what it cannot carry."""
    parts, losses = [], []
    for question in questions:
        loss = _loss(question)
        losses += [loss] if loss else []
        if not (loss and loss.is_left_out):
            parts.append(_block(question))
    return "\n\n".join([*parts, ""]), losses


def _loss(question: ExchangeQuestion) -> ExportLoss | None:
    reason, is_left_out = "", False
    if question.type == "cloze":
        is_left_out = True
        reason = _(
            "GIFT does not support text with gaps. Use Moodle XML, QTI or a table."
        )
    elif question.type == "open" and question.sample:
        reason = _("GIFT has no place for what an open answer must contain.")
    elif any("->" in f"{pair.left}{pair.right}" for pair in question.pairs):
        reason = _("GIFT cannot write -> inside a pair; it becomes an arrow.")
    elif any("->" in text for text in question.accepted):
        is_left_out = True
        reason = _("GIFT reads -> in a short answer as a pair.")
    elif any("\n" in one or one.startswith(_LINES) for one in question.steps):
        is_left_out = True
        reason = _("GIFT cannot write steps that have several lines or start with //.")
    if not reason:
        return None
    return ExportLoss(question.code, question.language, reason, is_left_out)


def _block(question: ExchangeQuestion) -> str:
    unit = f"unit:{question.unit}" if question.unit else ""
    kind = "" if _is_plain_truth(question) else format_type_tag(question)
    marks = build_question_tags(question, unit, kind)
    tags = " ".join(f"[tag:{_bracketed(mark)}]" for mark in marks)
    feedback = (
        f"\n####{escape_gift_text(question.feedback)}" if question.feedback else ""
    )
    return (
        f"// [id:{_bracketed(question.code)}] {tags}\n"
        f"::{escape_gift_text(question.code)}::[plain]{escape_gift_text(question.stem)} "
        f"{{{_inside(question)}{feedback}\n}}"
    )


def _inside(question: ExchangeQuestion) -> str:
    if _is_plain_truth(question):
        return _truth(question)
    if question.choices:
        return _choices(question)
    if question.type == "numeric":
        return f"#{question.number}:{question.tolerance or 0}"
    if question.type == "ordering":
        exact = "ABSOLUTE_POSITION" if question.counts_parts else "ALL_OR_NOTHING"
        steps = [escape_gift_text(step) for step in question.steps]
        return "\n".join([f">ALL VERTICAL {exact}", *steps])
    lines = [
        f"={_side(pair.left)} -> {_side(pair.right)}" for pair in question.pairs
    ] + [f"={escape_gift_text(text)}" for text in question.accepted]
    return "".join(f"\n{line}" for line in lines)


def _choices(question: ExchangeQuestion) -> str:
    right = sum(choice.is_right for choice in question.choices)
    weight = format_percent_share(right)
    lines = []
    for choice in question.choices:
        if question.type == "multiple" or right != 1:
            sign = f"~%{weight}%" if choice.is_right else f"~%-{weight}%"
        else:
            sign = "=" if choice.is_right else "~"
        feedback = f"#{escape_gift_text(choice.feedback)}" if choice.feedback else ""
        lines.append(f"\n{sign}{escape_gift_text(choice.text)}{feedback}")
    return "".join(lines)


def format_percent_share(parts: int) -> str:
    """Return the share of one of ``parts`` in per cent, as Moodle knows it."""
    share = (Decimal(100) / max(parts, 1)).quantize(Decimal("1.00000"))
    return f"{share:f}".rstrip("0").rstrip(".")


def _is_plain_truth(question: ExchangeQuestion) -> bool:
    """Tell whether the choices are called true and false as everywhere."""
    words = tuple(choice.text for choice in question.choices)
    return question.type == "truefalse" and words == TRUE_FALSE[question.language]


def _truth(question: ExchangeQuestion) -> str:
    first, second = question.choices
    wrong, right = (second, first) if first.is_right else (first, second)
    word = "TRUE" if first.is_right else "FALSE"
    if not wrong.feedback and not right.feedback:
        return word
    return (
        f"{word}#{escape_gift_text(wrong.feedback)}#{escape_gift_text(right.feedback)}"
    )


def _side(text: str) -> str:
    return escape_gift_text(text.replace("->", "→"))


def _bracketed(text: str) -> str:
    return text.replace("\\", "\\\\").replace("]", "\\]")
