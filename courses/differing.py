"""What is different between two wordings, word by word; plain texts in, pieces out."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

_TOKENS = re.compile(r"\w+|\s+|[^\w\s]")


@dataclass(frozen=True)
class Piece:
    """A run of words: in both wordings, or ``ins`` or ``del`` of one of them."""

    kind: str
    text: str


def words(before: str, after: str) -> tuple[Piece, ...]:
    """Return the words of both texts in order, each marked by where it stands."""
    old, new = _TOKENS.findall(before), _TOKENS.findall(after)
    found = []
    for kind, a, b, c, d in SequenceMatcher(
        None, old, new, autojunk=False
    ).get_opcodes():
        if kind == "equal":
            found.append(Piece("", "".join(old[a:b])))
            continue
        found += [
            Piece(mark, text)
            for mark, text in (("del", "".join(old[a:b])), ("ins", "".join(new[c:d])))
            if text
        ]
    return tuple(found)
