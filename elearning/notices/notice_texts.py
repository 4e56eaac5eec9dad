"""Texts of notices by kind.

Notices are read on shared screens: they name a course by its code and say nothing of
its content (curriculum R16). Apps above register the kinds they send.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class NoticeText:
    """The text of a notice: a sentence for the list and the e-mail subject, and details."""

    subject: str
    text: str = ""


_kinds: dict[str, Callable[[dict[str, Any]], NoticeText]] = {}


def register_notice_text(
    kind: str, say: Callable[[dict[str, Any]], NoticeText]
) -> None:
    """Register ``say``, which takes the notice’s context, as the text of ``kind``."""
    _kinds[kind] = say


def render_notice(kind: str, context: dict[str, Any]) -> NoticeText:
    """Return the text for ``kind`` in the active language.

    A kind that is no longer registered is shown by its name, so that old notices stay.
    """
    say = _kinds.get(kind)
    return say(context) if say else NoticeText(kind)
