"""The parts of a draft as files carry them, and back, type by type."""

from collections.abc import Callable, Sequence
from typing import Any

from content.questions.assessment_content import split_lines
from content.questions.exchange import picture_conversion
from content.questions.exchange.exchange_question import (
    CHOOSING,
    GAP,
    ExchangeChoice,
    ExchangeGap,
    ExchangePair,
    ExchangeQuestion,
)
from content.questions.models import QuestionDraft

type _Body = Callable[[QuestionDraft, Any, Any], dict[str, Any]]


def build_answer_parts(
    draft: QuestionDraft, blocks: Sequence[Any], names: Sequence[str]
) -> dict[str, Any]:
    """Return what a draft asks besides its stem, from its ``blocks`` and gaps' ``names``."""
    return _BODIES[draft.type](draft, blocks, names)


def _choices(draft: QuestionDraft, blocks: Any, names: Any) -> dict[str, Any]:
    values = [block.value for block in blocks]
    return {
        "choices": tuple(
            ExchangeChoice(
                value["text"], bool(value["correct"]), value["feedback"] or ""
            )
            for value in values
        )
    }


def _pairs(draft: QuestionDraft, blocks: Any, names: Any) -> dict[str, Any]:
    return {
        "pairs": tuple(
            ExchangePair(block.value["left"] or "", block.value["right"])
            for block in blocks
        )
    }


def _steps(draft: QuestionDraft, blocks: Any, names: Any) -> dict[str, Any]:
    return {"steps": tuple(str(block.value) for block in blocks)}


def _gaps(draft: QuestionDraft, blocks: Any, names: Sequence[str]) -> dict[str, Any]:
    numbers = {name: str(place) for place, name in enumerate(names, start=1)}
    return {
        "passage": GAP.sub(
            lambda found: f"[[{numbers.get(found[1], found[1])}]]", draft.passage
        ),
        "gaps": tuple(
            ExchangeGap(
                tuple(split_lines(block.value["accepted"])),
                tuple(split_lines(block.value["wrong"] or "")),
            )
            for block in blocks
        ),
    }


def _number(draft: QuestionDraft, blocks: Any, names: Any) -> dict[str, Any]:
    return {
        "number": draft.answer.replace(",", "."),
        "tolerance": draft.tolerance.replace(",", "."),
        "unit": draft.unit,
    }


def _accepted(draft: QuestionDraft, blocks: Any, names: Any) -> dict[str, Any]:
    return {"accepted": tuple(split_lines(draft.answer))}


def _sample(draft: QuestionDraft, blocks: Any, names: Any) -> dict[str, Any]:
    return {"sample": draft.answer}


def _nothing(draft: QuestionDraft, blocks: Any, names: Any) -> dict[str, Any]:
    """Return nothing: no file carries the steps of a scenario."""
    return {}


_BODIES: dict[str, _Body] = dict.fromkeys(CHOOSING, _choices) | {
    "matching": _pairs,
    "ordering": _steps,
    "cloze": _gaps,
    "numeric": _number,
    "text": _accepted,
    "open": _sample,
    "branching": _nothing,
    "hotspot": lambda draft, blocks, names: picture_conversion.build_picture_regions(
        draft, blocks
    ),
}


def build_block_values(question: ExchangeQuestion, names: Sequence[str]) -> list[Any]:
    """Return the values of the blocks of a question."""
    choices: list[Any] = [
        {"text": one.text, "correct": one.is_right, "feedback": one.feedback}
        for one in question.choices
    ]
    pairs = [{"left": one.left, "right": one.right} for one in question.pairs]
    gaps = [
        {
            "name": name,
            "accepted": "\n".join(one.accepted),
            "wrong": "\n".join(one.wrong),
        }
        for name, one in zip(names, question.gaps, strict=True)
    ]
    return [
        *choices,
        *pairs,
        *question.steps,
        *gaps,
        *picture_conversion.build_region_values(question),
    ]
