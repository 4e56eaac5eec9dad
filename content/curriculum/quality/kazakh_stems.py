"""Possible stems of a Kazakh word: its dictionary has 54,000 stems and few of their forms.

Endings are taken off one after another, in any order. That is too generous for grammar
and right for spelling: a letter of another layout (и for і, к for қ, н for ң) in the stem
leaves no stem that the dictionary knows.
"""

from functools import cache

from content.curriculum.quality import lists

_ENDINGS = lists.read_word_list("endings.kk.txt")
_LONGEST = max(map(len, _ENDINGS))
_DEEP = 7
#: A voiceless end of a stem becomes voiced before a vowel: топ – тобы.
_VOICELESS = {"г": "к", "ғ": "қ", "б": "п"}
_SHORTEST = 3


@cache
def list_possible_stems(word: str) -> frozenset[str]:
    """Return everything that the stem of ``word`` may be; verbs as dictionaries have them."""
    seen = edge = {word}
    for _round in range(_DEEP):
        edge = {one for end in edge for one in _shorter(end)} - seen
        seen = seen | edge
    found = {one[:-1] + _VOICELESS.get(one[-1], one[-1]) for one in seen} | seen
    verbs = {_infinitive(one) for one in found}
    return frozenset(one for one in found | verbs if len(one) >= _SHORTEST)


def _infinitive(stem: str) -> str:
    """Return a stem as dictionaries have verbs: бар – бару, қой – қою, ти – тию."""
    if stem.endswith("й"):
        return f"{stem[:-1]}ю"
    return stem + ("ю" if stem.endswith("и") else "у")


def _shorter(word: str) -> list[str]:
    """Return ``word`` without each of the endings that it may have; two letters stay."""
    sizes = range(1, min(_LONGEST, len(word) - 2) + 1)
    return [word[:-size] for size in sizes if word[-size:] in _ENDINGS]
