"""Conversion of question pictures for export."""

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

from content.questions.notation.exchange_question import (
    ExchangePicture,
    ExchangeQuestion,
)
from content.questions.question_pictures import encode_picture

if TYPE_CHECKING:
    from content.questions.models import QuestionDraft


def attach_picture(
    question: ExchangeQuestion, draft: "QuestionDraft"
) -> ExchangeQuestion:
    """Return ``question`` with its picture in a format that other systems show.

    It is encoded again, so that no hidden data of the original file is exported.
    """
    if question.picture is None or draft.picture is None:
        return question
    ending = ".svg" if draft.picture.is_svg() else _painted(draft.picture.file.name)
    content, width, height = encode_picture(draft.picture, ending)
    name = hashlib.sha256(content).hexdigest()[:20] + ending
    alt = question.picture.alt
    return replace(question, picture=ExchangePicture(name, content, width, height, alt))


def _painted(name: str) -> str:
    """Return the extension of the exported picture, one that every system shows."""
    return ".jpg" if name.lower().endswith((".jpg", ".jpeg")) else ".png"
