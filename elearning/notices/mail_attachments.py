"""What goes with the letter about a notice: a file for whoever reads it in her mailbox.

Apps above register the kinds of notices that bring one. It is made when the letter goes,
in the language of its reader.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class MailAttachment:
    """A file of text: its name, what is in it, and its media type without a charset."""

    name: str
    text: str
    media_type: str


#: Makes the file from a notice's context; nothing where there is none any more.
type Make = Callable[[dict[str, Any]], MailAttachment | None]

_kinds: dict[str, Make] = {}


def register_attachment(kind: str, make: Make) -> None:
    """Have letters about notices of ``kind`` bring what ``make`` returns."""
    _kinds[kind] = make


def build_attachment(kind: str, context: dict[str, Any]) -> MailAttachment | None:
    """Return the file for a notice of ``kind``, in the language that is active now."""
    make = _kinds.get(kind)
    return make(context) if make else None
