"""Words of a list as they are compared: one spelling for what looks the same in print.

Windows-1251 and KZ-1048 have no U+2011 and no thin space, Excel turns quotation marks,
and a Russian keyboard has no Kazakh letters, so neither tells two names apart.
"""

import re
import unicodedata

from elearning.languages import LOOK_ALIKES

#: Latin letters that are printed like Cyrillic ones, small or capital.
_LATIN = str.maketrans("abcehikmoptxy", "авсенікмортху")
_NUMBER_SIGN = re.compile("№|n[°º]", re.IGNORECASE)
_APOSTROPHES = frozenset("'`´‘’ʹʻʼ′")


def fold_words(text: str) -> str:
    """Return ``text`` as words are compared: letters and digits, single spaces between.

    Hyphens, dashes, quotation marks, brackets and every kind of space are the same; so
    are № and N°, capitals and small letters, and letters that look alike.
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
