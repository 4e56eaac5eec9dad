"""Pictures and regions of the bank's questions as files carry them."""

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from content.questions.exchange.exchange_question import (
    ExchangePicture,
    ExchangeQuestion,
    ExchangeRegion,
)
from content.questions.models import QuestionDraft
from content.questions.question_pictures import encode_picture


def build_picture_regions(
    draft: QuestionDraft, blocks: Iterable[Any]
) -> dict[str, Any]:
    """Return the regions of a draft, and the words for its picture.

    The picture itself is drawn only where it goes out (``attach_picture``): to compare
    questions its description is enough.
    """
    return {
        "picture": ExchangePicture("", b"", 0, 0, draft.picture_alt),
        "regions": tuple(_region(block.value) for block in blocks),
    }


def attach_picture(
    question: ExchangeQuestion, draft: QuestionDraft
) -> ExchangeQuestion:
    """Return ``question`` with its picture as other systems show it.

    It is drawn anew, so that nothing hidden in the original file goes out.
    """
    if question.picture is None or draft.picture is None:
        return question
    ending = ".svg" if draft.picture.is_svg() else _painted(draft.picture.file.name)
    content, width, height = encode_picture(draft.picture, ending)
    name = hashlib.sha256(content).hexdigest()[:20] + ending
    alt = question.picture.alt
    return replace(question, picture=ExchangePicture(name, content, width, height, alt))


def build_region_values(question: ExchangeQuestion) -> list[dict[str, Any]]:
    """Return the values of the blocks of regions."""
    return [
        {
            "label": one.label,
            "correct": one.is_right,
            "shape": one.shape,
            "points": " ".join(map(str, one.points)),
            "feedback": one.feedback,
        }
        for one in question.regions
    ]


def build_unsaved_picture_facts(question: ExchangeQuestion) -> dict[str, Any]:
    """Return what the assessment office judges of a picture that is not kept yet."""
    picture = question.picture
    if picture is None or not picture.content:
        return {}
    facts = {"width": picture.width, "height": picture.height, "alt": picture.alt}
    return {"picture": facts}


def _region(value: Any) -> ExchangeRegion:
    points = [one for one in value["points"].split() if one.isascii() and one.isdigit()]
    return ExchangeRegion(
        value["label"],
        value["shape"],
        tuple(map(int, points)),
        bool(value["correct"]),
        value["feedback"] or "",
    )


def _painted(name: str) -> str:
    """Return the ending of a picture that goes out: what every system shows."""
    return ".jpg" if name.lower().endswith((".jpg", ".jpeg")) else ".png"
