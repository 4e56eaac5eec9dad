"""Writer for GIFT, Moodle’s plain-text format for questions; one language per file."""

from collections.abc import Iterable

from content.questions.exchange.question_tags import (
    build_question_tags,
    format_type_tag,
)
from content.questions.notation.exchange_question import ExchangeQuestion, ExportLoss
from content.questions.notation.gift_answers import escape_gift_text
from content.questions.types import get_bank_type


def write_gift(questions: Iterable[ExchangeQuestion]) -> tuple[str, list[ExportLoss]]:
    """Return a GIFT file with ``questions``, and what GIFT cannot carry."""
    parts, losses = [], []
    for question in questions:
        loss = _loss(question)
        losses += [loss] if loss else []
        if not (loss and loss.is_left_out):
            parts.append(_block(question))
    return "\n\n".join([*parts, ""]), losses


def _loss(question: ExchangeQuestion) -> ExportLoss | None:
    kind = get_bank_type(question.type)
    fault = kind.find_gift_fault(question)
    reason = fault or kind.find_gift_loss(question)
    if not reason:
        return None
    return ExportLoss(question.code, question.language, reason, bool(fault))


def _block(question: ExchangeQuestion) -> str:
    unit = f"unit:{question.unit}" if question.unit else ""
    kind = get_bank_type(question.type)
    tag = format_type_tag(question) if kind.needs_tag(question) else ""
    marks = build_question_tags(question, unit, tag)
    tags = " ".join(f"[tag:{_bracketed(mark)}]" for mark in marks)
    feedback = (
        f"\n####{escape_gift_text(question.feedback)}" if question.feedback else ""
    )
    return (
        f"// [id:{_bracketed(question.code)}] {tags}\n"
        f"::{escape_gift_text(question.code)}::[plain]{escape_gift_text(question.stem)} "
        f"{{{kind.write_gift(question)}{feedback}\n}}"
    )


def _bracketed(text: str) -> str:
    return text.replace("\\", "\\\\").replace("]", "\\]")
