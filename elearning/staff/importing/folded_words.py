"""Folding of words for comparison: one spelling for everything that looks alike.

Windows-1251 and KZ-1048 have no U+2011 and no thin space, Excel replaces quotation
marks, and a Russian keyboard has no Kazakh letters, so none of these distinguishes two
names.
"""

import re
import unicodedata

from elearning.languages import LOOK_ALIKES

#: Latin letters that look like Cyrillic ones, in either case.
_LATIN = str.maketrans("abcehikmoptxy", "авсенікмортху")
_NUMBER_SIGN = re.compile("№|n[°º]", re.IGNORECASE)
_APOSTROPHES = frozenset("'`´‘’ʹʻʼ′")


def fold_words(text: str) -> str:
    """Return ``text`` folded for comparison: letters and digits, separated by single spaces.

    Hyphens, dashes, quotation marks, brackets and all kinds of space are equal; so are
    № and N°, upper and lower case, and letters that look alike.
    """
    named = _NUMBER_SIGN.sub(" no ", text)
    signs = unicodedata.normalize("NFKC", named).casefold()
    words = "".join(map(_folded, signs)).split()
    return " ".join(words).translate(_LATIN).translate(LOOK_ALIKES)


def _folded(sign: str) -> str:
    category = unicodedata.category(sign)
    if category == "Cf" or sign in _APOSTROPHES:
        return ""
    return sign if category[0] in "LMN" else " "
