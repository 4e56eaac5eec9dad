"""Word-by-word comparison of two plain texts."""

import html
import re
from dataclasses import dataclass
from difflib import SequenceMatcher

_TOKENS = re.compile(r"\w+|\s+|[^\w\s]")
_KEY = re.compile(r'\sdata-block-key="[^"]*"')
_BETWEEN = re.compile(r">\s+<")


@dataclass(frozen=True)
class DiffPiece:
    """A run of words: ``kind`` is ``ins``, ``del``, or empty if it is in both texts."""

    kind: str
    text: str


def diff_words(before: str, after: str) -> tuple[DiffPiece, ...]:
    """Return the words of both texts in order, as kept, deleted and inserted runs."""
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
    """Return a rich text without the keys that an editor adds to its paragraphs."""
    return _KEY.sub("", markup)


def normalise_rich_text(markup: str) -> str:
    """Return a rich text without the traces of an editor, for comparison only.

    Saving a text in the editor adds keys, drops line breaks between paragraphs and
    changes entities. The result is no longer markup.
    """
    return html.unescape(_BETWEEN.sub("><", strip_block_keys(markup))).strip()
