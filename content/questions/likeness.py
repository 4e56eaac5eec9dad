"""Questions that ask the same: found by their words, whatever their signs."""

import re
import unicodedata

from content.questions.models import QuestionDraft

_SIGNS = re.compile(r"[\W_]+")


def likeness(stem: str) -> str:
    """Return the words of ``stem`` alone: equal for questions that ask the same."""
    plain = unicodedata.normalize("NFKC", stem).casefold()
    return _SIGNS.sub(" ", plain).strip()


def alike(draft: QuestionDraft) -> list[str]:
    """Return the codes of other questions with the same words in the same language."""
    wanted = likeness(draft.stem)
    others = QuestionDraft.objects.filter(locale=draft.locale_id).exclude(
        translation_key=draft.translation_key
    )
    rows = others.order_by("code").values_list("code", "stem")
    return [code for code, stem in rows if likeness(stem) == wanted]
