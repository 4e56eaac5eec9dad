"""Attachments of notice e-mails, for people who read them in their mailbox.

Apps above register the kinds of notices that have one. It is built when the e-mail is
sent, in the language of its recipient.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class MailAttachment:
    """A text file: name, content, and media type without a charset."""

    name: str
    text: str
    media_type: str


#: Builds the file from a notice’s context; ``None`` if it no longer applies.
type Make = Callable[[dict[str, Any]], MailAttachment | None]

_kinds: dict[str, Make] = {}


def register_attachment(kind: str, make: Make) -> None:
    """Attach the result of ``make`` to e-mails about notices of ``kind``."""
    _kinds[kind] = make


def build_attachment(kind: str, context: dict[str, Any]) -> MailAttachment | None:
    """Return the file for a notice of ``kind``, in the active language."""
    make = _kinds.get(kind)
    return make(context) if make else None
