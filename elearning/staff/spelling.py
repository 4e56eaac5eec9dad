"""Spelling of names: what may differ between two of them that are the same name."""

#: What may stand in a name besides letters and the marks upon them.
JOINERS = frozenset(" -‐'’ʼ.")


def is_spelled_alike(name: str, other: str) -> bool:
    """Tell whether two names have the same letters, whatever stands between these."""
    return _letters(name) == _letters(other)


def _letters(name: str) -> str:
    return "".join(sign for sign in name.casefold() if sign not in JOINERS)
