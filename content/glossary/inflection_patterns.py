"""Patterns for inflected forms of terms, matching whole words only.

There is no stemmer: a stem would match other words too. In Russian each word of a term
may take the endings of its declension; in Kazakh the last word may take a plural, a
possessive and a case ending. Nothing else may follow. Forms missed here are not linked,
which does no harm; irregular forms are listed with the term.
"""

import re
from functools import cache

_RU = {
    "adjective": "ый ий ой ая яя ое ее ые ие ого его ому ему ым им ом ем ую юю ей ых их ыми ими",
    "ия": "ия ии ию ией ий иям иями иях",
    "ие": "ие ия ию ием ии ий иям иями иях",
    "ость": "ость ости остью остей остям остями остях",
    "а": "а ы и е у ой ей ам ами ах",
    "о": "о а у ом е ам ами ах",
    "ь": "ь и ю я е ем ью ей ям ями ях",
    "й": "й я ю ем е и ев ям ями ях",
    "ы": "ы ов ам ами ах",
    "и": "и ов ей ам ями ами ях ах",
}
_RU_NOUN = ("ия", "ие", "ость", "а", "о", "ь", "й", "ы", "и")
_RU_ADJECTIVE = re.compile(
    r"(?:[ыи]й|ой|[ая]я|[ое]е|[ыи]е)$"
)  # «ие» may be a noun as well
_RU_HARD = "а у ом ем е ы и ов ей ам ами ах"
#: Shorter words are prepositions and the like, which do not inflect.
_RU_SHORT = 3

_KK_PLURAL = "(?:[лдт][ае]р)?"
_KK_OWN = "(?:с?[ыі])?"
_KK_CASE = "(?:[нтд][ыі]ң|[ғгқкн][ае]|[ае]|[нтд][ыі]|н|н?[дт][ае]|[нтд][ае]н|[мбп]ен)?"
#: A voiceless final letter is voiced before a vowel: топ – тобы, қауіпсіздік –
#: қауіпсіздігі.
_KK_VOICED = {"қ": "[қғ]", "к": "[кг]", "п": "[пб]"}


@cache
def build_term_pattern(form: str, language: str) -> str:
    """Return the pattern of ``form``, a wording in ``language``.

    An abbreviation (all capitals) and a word in an unknown language do not inflect.
    """
    if form.isupper():
        return re.escape(form.lower())
    words = form.lower().split()
    if language == "ru":
        return r"\s+".join(_russian(word) for word in words)
    *first, last = words
    ending = {"kk": _kazakh, "en": _english}.get(language, re.escape)
    return r"\s+".join([*map(re.escape, first), ending(last)])


def _russian(word: str) -> str:
    if "-" in word:
        head, _hyphen, tail = word.rpartition("-")
        return f"{re.escape(head)}-{_russian(tail)}"
    if len(word) <= _RU_SHORT or not word.isalpha():
        return re.escape(word)
    if found := _RU_ADJECTIVE.search(word):
        endings = _RU["adjective"]
        if word.endswith("ие"):
            return f"{re.escape(word[:-2])}(?:{_either(endings + ' ' + _RU['ие'])})"
        return f"{re.escape(word[: found.start()])}(?:{_either(endings)})"
    for kind in _RU_NOUN:
        if word.endswith(kind):
            return f"{re.escape(word[: -len(kind)])}(?:{_either(_RU[kind])})?"
    return f"{re.escape(word)}(?:{_either(_RU_HARD)})?"


def _kazakh(word: str) -> str:
    own = re.escape(word)
    voiced = re.escape(word[:-1]) + _KK_VOICED.get(word[-1], re.escape(word[-1]))
    found = f"(?:{own}{_KK_PLURAL}|{voiced}){_KK_OWN}{_KK_CASE}"
    if word[-1] in "ыі":  # ends in a possessive already, which a plural replaces
        found = f"(?:{found}|{re.escape(word[:-1])}{_KK_PLURAL}{_KK_OWN}{_KK_CASE})"
    return found


def _english(word: str) -> str:
    if word.endswith("y"):
        return f"{re.escape(word[:-1])}(?:y|ies)(?:’s|'s)?"
    return f"{re.escape(word)}(?:e?s)?(?:’s|'s|’)?"


def _either(endings: str) -> str:
    return "|".join(sorted(set(endings.split()), key=len, reverse=True))
