"""Content of a draft question in the form that the assessment office stores."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from content.questions.types import BANK_TYPES

if TYPE_CHECKING:
    from content.questions.models import QuestionDraft


def build_question_body(draft: "QuestionDraft") -> dict[str, Any]:
    """Return the texts of a draft, in its language (see ``assessment.kinds``)."""
    words = {"stem": draft.stem, "feedback": draft.feedback}
    return words | BANK_TYPES[draft.type].build_body(draft)


def build_answer_key(draft: "QuestionDraft") -> dict[str, Any]:
    """Return the answer key of a draft; typed answers are those of its language."""
    key = BANK_TYPES[draft.type].build_key(draft)
    return key | {"credit": "part"} if draft.counts_parts else key


def merge_answer_keys(keys: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Return one key from those of several languages, with all typed answers."""
    whole: dict[str, Any] = {}
    for key in keys:
        for name, part in key.items():
            both = isinstance(part, dict) and isinstance(whole.get(name), dict)
            whole[name] = merge_answer_keys([whole[name], part]) if both else part
    return whole
