"""Highlighting of query words in text and in HTML."""

import re
from collections.abc import Iterable
from html import unescape

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from content.search.letter_folding import fold_letters

_TAG = re.compile(r"(<[^>]*>)")


def highlight_text(text: str, words: Iterable[str], folded: str = "") -> SafeString:
    """Return plain ``text`` escaped, with each of ``words`` inside ``<mark>``.

    Look-alike letters and letter case make no difference. ``folded`` is ``text``
    already folded, if the caller has it.
    """
    folded = folded or fold_letters(text)
    out, last = "", 0
    for start, end in sorted(_places(folded, words)):
        if start >= last:
            out += escape(text[last:start]) + f"<mark>{escape(text[start:end])}</mark>"
            last = end
    return mark_safe(out + escape(text[last:]))  # noqa: S308 — every piece is escaped


def highlight_html(html: str, words: Iterable[str]) -> SafeString:
    """Return safe ``html`` with each of ``words`` in its text highlighted."""
    folded = [fold_letters(word) for word in words]
    return mark_safe(  # noqa: S308 — safe input stays safe, and texts are escaped again
        "".join(
            piece if piece.startswith("<") else highlight_text(unescape(piece), folded)
            for piece in _TAG.split(html)
        )
    )


def strip_markup(html: str) -> str:
    """Return the text of ``html``, with a space for each tag."""
    return unescape(_TAG.sub(" ", html))


def _places(folded: str, words: Iterable[str]) -> list[tuple[int, int]]:
    spans = []
    for word in {fold_letters(word) for word in words} - {""}:
        place = folded.find(word)
        while place >= 0:
            spans.append((place, place + len(word)))
            place = folded.find(word, place + len(word))
    return spans
