"""Characters of names, and comparison of names regardless of spelling."""

import unicodedata

#: Characters allowed in a name besides letters and their marks.
JOINERS = frozenset(" -‐'’ʼ.")


def is_spelled_alike(name: str, other: str) -> bool:
    """Tell whether two names have the same letters, whatever stands between them."""
    return _letters(name) == _letters(other)


def has_only_name_signs(name: str) -> bool:
    """Tell whether a name has only letters, their marks and what may join them."""
    return all(unicodedata.category(one)[0] in "LM" or one in JOINERS for one in name)


def _letters(name: str) -> str:
    return "".join(sign for sign in name.casefold() if sign not in JOINERS)
