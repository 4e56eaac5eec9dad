"""What a draft of a question asks and what is right, as the assessment office takes it."""

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from content.questions.default_rubric import list_default_criteria
from content.questions.question_pictures import store_picture

if TYPE_CHECKING:
    from content.questions.models import QuestionDraft

#: The choice of a gap that is right; the wrong ones are counted.
_RIGHT = "right"


def build_question_body(draft: "QuestionDraft") -> dict[str, Any]:
    """Return the words of a draft, in its language (see ``assessment.kinds``)."""
    words = {"stem": draft.stem, "feedback": draft.feedback}
    return words | _WORDS[draft.type](draft)


def build_answer_key(draft: "QuestionDraft") -> dict[str, Any]:
    """Return what makes an answer right; typed words are right in this language."""
    key = _KEYS[draft.type](draft)
    return key | {"credit": "part"} if draft.counts_parts else key


def merge_answer_keys(keys: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Return one key of those of several languages: words of all of them are right."""
    whole: dict[str, Any] = {}
    for key in keys:
        for name, part in key.items():
            both = isinstance(part, dict) and isinstance(whole.get(name), dict)
            whole[name] = merge_answer_keys([whole[name], part]) if both else part
    return whole


def split_lines(text: str) -> list[str]:
    """Return the lines of ``text`` that say something."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def _blocks(draft: "QuestionDraft", kind: str) -> list[Any]:
    return [block for block in draft.answers if block.block_type == kind]


def _choices(draft: "QuestionDraft") -> dict[str, Any]:
    return {
        "choices": [
            {
                "id": block.id,
                "text": block.value["text"],
                "feedback": block.value["feedback"],
            }
            for block in _blocks(draft, "choice")
        ]
    }


def _regions(draft: "QuestionDraft") -> dict[str, Any]:
    """List the regions of the picture, which is kept as it is now."""
    blocks = _blocks(draft, "region")
    picture = store_picture(draft.picture) if draft.picture else None
    return {
        "several": sum(bool(block.value["correct"]) for block in blocks) > 1,
        "picture": picture and picture | {"alt": draft.picture_alt},
        "choices": [
            {
                "id": block.id,
                "text": block.value["label"],
                "feedback": block.value["feedback"],
                "shape": block.value["shape"],
                "points": [
                    int(number)
                    for number in block.value["points"].split()
                    if number.isascii() and number.isdigit()
                ],
            }
            for block in blocks
        ],
    }


def _right_regions(draft: "QuestionDraft") -> dict[str, Any]:
    blocks = _blocks(draft, "region")
    return {"right": sorted(block.id for block in blocks if block.value["correct"])}


def _right_choices(draft: "QuestionDraft") -> dict[str, Any]:
    blocks = _blocks(draft, "choice")
    return {"right": sorted(block.id for block in blocks if block.value["correct"])}


def _sides(draft: "QuestionDraft") -> dict[str, Any]:
    """List both sides; what stands on the right of several pairs is listed once."""
    pairs, right = _blocks(draft, "pair"), _counterparts(draft)
    return {
        "left": [
            {"id": block.id, "text": block.value["left"]}
            for block in pairs
            if block.value["left"]
        ],
        "right": [{"id": name, "text": text} for text, name in right.items()],
    }


def _pairs(draft: "QuestionDraft") -> dict[str, Any]:
    right = _counterparts(draft)
    return {
        "pairs": {
            block.id: right[block.value["right"].strip()]
            for block in _blocks(draft, "pair")
            if block.value["left"]
        }
    }


def _counterparts(draft: "QuestionDraft") -> dict[str, str]:
    """Return the texts on the right, each with the id it has first."""
    found: dict[str, str] = {}
    for block in _blocks(draft, "pair"):
        found.setdefault(block.value["right"].strip(), f"{block.id}-right")
    return found


def _steps(draft: "QuestionDraft") -> dict[str, Any]:
    steps = _blocks(draft, "step")
    return {"steps": [{"id": block.id, "text": str(block.value)} for block in steps]}


def _order(draft: "QuestionDraft") -> dict[str, Any]:
    return {"order": [block.id for block in _blocks(draft, "step")]}


def _gaps(draft: "QuestionDraft") -> dict[str, Any]:
    def choices(value: Mapping[str, str]) -> list[dict[str, str]]:
        wrong = split_lines(value["wrong"])
        if not wrong:
            return []
        texts = [*split_lines(value["accepted"])[:1], *wrong]
        names = [_RIGHT, *(f"wrong-{number}" for number in range(1, len(texts)))]
        return [
            {"id": name, "text": text} for name, text in zip(names, texts, strict=True)
        ]

    return {
        "text": draft.passage,
        "gaps": [
            {"id": block.value["name"], "choices": choices(block.value)}
            for block in _blocks(draft, "gap")
        ],
    }


def _right_gaps(draft: "QuestionDraft") -> dict[str, Any]:
    return {
        "gaps": {
            block.value["name"]: _RIGHT
            if split_lines(block.value["wrong"])
            else {draft.language: split_lines(block.value["accepted"])}
            for block in _blocks(draft, "gap")
        }
    }


def _scenes(draft: "QuestionDraft") -> dict[str, Any]:
    return {
        "steps": [
            {
                "id": block.value["name"],
                "text": block.value["text"],
                "choices": [
                    {
                        "id": item.id,
                        "text": item.value["text"],
                        "feedback": item.value["feedback"] or "",
                        "to": (item.value["to"] or "").strip(),
                    }
                    for item in block.value["choices"].bound_blocks
                ],
            }
            for block in _blocks(draft, "scene")
        ]
    }


def _ways(draft: "QuestionDraft") -> dict[str, Any]:
    """Return where each choice leads and what it brings, in the same order always."""
    scenes = _blocks(draft, "scene")
    ways = [
        {
            "step": block.value["name"],
            "choice": item.id,
            "to": (item.value["to"] or "").strip(),
            "points": item.value["score"] or 0,
        }
        | ({"is_breach": True} if item.value["is_breach"] else {})
        for block in scenes
        for item in block.value["choices"].bound_blocks
    ]
    return {
        "start": scenes[0].value["name"] if scenes else "",
        "ways": sorted(ways, key=lambda way: (way["step"], way["choice"])),
    }


def _unit(draft: "QuestionDraft") -> dict[str, Any]:
    return {"unit": draft.unit} if draft.unit else {}


def _number(draft: "QuestionDraft") -> dict[str, Any]:
    written = (draft.answer, draft.tolerance or "0")
    value, tolerance = (text.strip().replace(",", ".") for text in written)
    return {"value": value, "tolerance": tolerance}


def _nothing(draft: "QuestionDraft") -> dict[str, Any]:
    return {}


def _accepted(draft: "QuestionDraft") -> dict[str, Any]:
    return {"accepted": {draft.language: split_lines(draft.answer)}}


def _rubric(draft: "QuestionDraft") -> dict[str, Any]:
    """List the criteria; without any of its own a question has those of the office."""
    own = [
        {
            "id": block.id,
            "text": block.value["text"],
            "levels": split_lines(block.value["levels"]),
        }
        for block in _blocks(draft, "criterion")
    ]
    return {
        "limit": draft.limit,
        "sample": draft.answer,
        "criteria": own or list_default_criteria(draft.language),
    }


def _points(draft: "QuestionDraft") -> dict[str, Any]:
    return {
        "criteria": {
            one["id"]: len(one["levels"]) - 1 for one in _rubric(draft)["criteria"]
        },
        "markers": draft.markers,
        "credit": "part",
    }


type _Part = Callable[["QuestionDraft"], dict[str, Any]]

_WORDS: dict[str, _Part] = {
    "single": _choices,
    "multiple": _choices,
    "truefalse": _choices,
    "matching": _sides,
    "ordering": _steps,
    "cloze": _gaps,
    "numeric": _unit,
    "text": _nothing,
    "branching": _scenes,
    "hotspot": _regions,
    "open": _rubric,
}
_KEYS: dict[str, _Part] = {
    "single": _right_choices,
    "multiple": _right_choices,
    "truefalse": _right_choices,
    "matching": _pairs,
    "ordering": _order,
    "cloze": _right_gaps,
    "numeric": _number,
    "text": _accepted,
    "branching": _ways,
    "hotspot": _right_regions,
    "open": _points,
}
