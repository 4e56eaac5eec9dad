"""Texts of notices by kind.

Notices are read on shared screens: they name a course by its code and say nothing of
its content (curriculum R16). Apps above register the kinds they send.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.dateparse import parse_date
from django.utils.formats import date_format


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


def format_notice_day(value: object) -> str:
    """Return a day from a notice’s context in the active language; empty without one."""
    day = parse_date(str(value)) if value else None
    return date_format(day) if day else ""
