"""How each kind of notice is said.

Notices are read on shared screens: they name a course by its code and nothing of
what it teaches (curriculum R16). Apps above register the kinds they send.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class NoticeText:
    """A notice in words: one sentence for the list and the mail's subject, and more."""

    subject: str
    text: str = ""


_kinds: dict[str, Callable[[dict[str, Any]], NoticeText]] = {}


def register_notice_text(
    kind: str, say: Callable[[dict[str, Any]], NoticeText]
) -> None:
    """Have notices of ``kind`` worded by ``say``, which takes the notice's context."""
    _kinds[kind] = say


def render_notice(kind: str, context: dict[str, Any]) -> NoticeText:
    """Return the words for ``kind`` in the language that is active now.

    A kind that nobody words any more is shown by its name, so old notices stay.
    """
    say = _kinds.get(kind)
    return say(context) if say else NoticeText(kind)
