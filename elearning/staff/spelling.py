"""Comparison of names regardless of spelling."""

#: Characters allowed in a name besides letters and their marks.
JOINERS = frozenset(" -‐'’ʼ.")


def is_spelled_alike(name: str, other: str) -> bool:
    """Tell whether two names have the same letters, whatever stands between them."""
    return _letters(name) == _letters(other)


def _letters(name: str) -> str:
    return "".join(sign for sign in name.casefold() if sign not in JOINERS)
