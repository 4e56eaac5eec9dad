"""What is different between two wordings, word by word; plain texts in, pieces out."""

import html
import re
from dataclasses import dataclass
from difflib import SequenceMatcher

_TOKENS = re.compile(r"\w+|\s+|[^\w\s]")
_KEY = re.compile(r'\sdata-block-key="[^"]*"')
_BETWEEN = re.compile(r">\s+<")


@dataclass(frozen=True)
class DiffPiece:
    """A run of words: in both wordings, or ``ins`` or ``del`` of one of them."""

    kind: str
    text: str


def diff_words(before: str, after: str) -> tuple[DiffPiece, ...]:
    """Return the words of both texts in order, each marked by where it stands."""
    old, new = _TOKENS.findall(before), _TOKENS.findall(after)
    found = []
    for kind, a, b, c, d in SequenceMatcher(
        None, old, new, autojunk=False
    ).get_opcodes():
        if kind == "equal":
            found.append(DiffPiece("", "".join(old[a:b])))
            continue
        found += [
            DiffPiece(mark, text)
            for mark, text in (("del", "".join(old[a:b])), ("ins", "".join(new[c:d])))
            if text
        ]
    return tuple(found)


def strip_block_keys(markup: str) -> str:
    """Return a rich text without the keys that an editor gives its paragraphs."""
    return _KEY.sub("", markup)


def normalise_rich_text(markup: str) -> str:
    """Return what a rich text says, told apart from how an editor writes it.

    Opened and saved again a text has keys, no line breaks between its paragraphs, and
    other entities. It still says the same. For comparing only: it is no markup any more.
    """
    return html.unescape(_BETWEEN.sub("><", strip_block_keys(markup))).strip()
