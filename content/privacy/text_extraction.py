"""Extraction of plain text from stored values, passage by passage; plain Python."""

import html
import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.html import strip_tags

#: Keys of stored blocks without text by people.
_SILENT = {"id", "type"}
_BREAK = re.compile(r"</(?:p|li|h[1-6]|td|th|div)>|<br\s*/?>")


def extract_stored_text(raw: Any) -> str:
    """Return the words of a stored value, each passage on a line of its own."""
    return "\n".join(line for part in _lines(raw) if (line := part.strip()))


def _lines(raw: Any) -> Iterator[str]:
    if isinstance(raw, Mapping):
        for key, value in raw.items():
            if key not in _SILENT:
                yield from _lines(value)
    elif isinstance(raw, list | tuple):
        for value in raw:
            yield from _lines(value)
    elif isinstance(raw, str):
        yield html.unescape(strip_tags(_BREAK.sub("\n", raw)))
