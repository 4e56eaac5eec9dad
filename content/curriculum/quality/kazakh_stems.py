"""Possible stems of a Kazakh word, for spelling.

The dictionary has 54,000 stems and few of their forms. Endings are removed one after
another, in any order. That is too generous for grammar but right for spelling: a letter
from another keyboard layout (и for і, к for қ, н for ң) leaves no stem that the
dictionary knows.
"""

from functools import cache

from content.curriculum.quality import lists

_ENDINGS = lists.read_word_list("endings.kk.txt")
_LONGEST = max(map(len, _ENDINGS))
_DEEP = 7
#: The voiced end of a stem before a vowel is voiceless in the dictionary: тобы – топ.
_VOICELESS = {"г": "к", "ғ": "қ", "б": "п"}
_SHORTEST = 3


@cache
def list_possible_stems(word: str) -> frozenset[str]:
    """Return all possible stems of ``word``; verbs also in their dictionary form."""
    seen = edge = {word}
    for _round in range(_DEEP):
        edge = {one for end in edge for one in _shorter(end)} - seen
        seen = seen | edge
    found = {one[:-1] + _VOICELESS.get(one[-1], one[-1]) for one in seen} | seen
    verbs = {_infinitive(one) for one in found}
    return frozenset(one for one in found | verbs if len(one) >= _SHORTEST)


def _infinitive(stem: str) -> str:
    """Return the dictionary form of a verb stem: бар – бару, қой – қою, ти – тию."""
    if stem.endswith("й"):
        return f"{stem[:-1]}ю"
    return stem + ("ю" if stem.endswith("и") else "у")


def _shorter(word: str) -> list[str]:
    """Return ``word`` without each ending it may have; at least two letters stay."""
    sizes = range(1, min(_LONGEST, len(word) - 2) + 1)
    return [word[:-size] for size in sizes if word[-size:] in _ENDINGS]
