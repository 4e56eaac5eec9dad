"""Language tags of RFC 5646, without the registry of subtags."""

import re
from functools import lru_cache

#: RFC 5646, section 2.1.
_TAG = re.compile(
    r"(?:(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4,8})"
    r"(?:-[a-z]{4})?(?:-(?:[a-z]{2}|\d{3}))?"
    r"(?P<variants>(?:-(?:[a-z\d]{5,8}|\d[a-z\d]{3}))*)"
    r"(?P<extensions>(?:-[a-wy-z\d](?:-[a-z\d]{2,8})+)*)"
    r"(?:-x(?:-[a-z\d]{1,8})+)?"
    r"|x(?:-[a-z\d]{1,8})+"
    r"|en-GB-oed|i-ami|i-bnn|i-default|i-enochian|i-hak|i-klingon|i-lux|i-mingo"
    r"|i-navajo|i-pwn|i-tao|i-tay|i-tsu|sgn-BE-FR|sgn-BE-NL|sgn-CH-DE)",
    re.IGNORECASE | re.ASCII,
)
_SINGLETON = re.compile(r"-([a-z\d])(?=-)")
#: RFC 5646, 4.4.1: the length systems must support. Only tags up to it are cached.
_USUAL_LENGTH = 35


def is_language_tag(written: str) -> bool:
    """Tell whether ``written`` is a well-formed tag without duplicates."""
    if len(written) <= _USUAL_LENGTH:
        return _is_usual_tag(written)
    return _is_tag(written)


def _is_tag(written: str) -> bool:
    found = _TAG.fullmatch(written)
    if found is None:
        return False
    variants = (found["variants"] or "").lower().split("-")[1:]
    singletons = _SINGLETON.findall((found["extensions"] or "").lower())
    return not _repeats(variants) and not _repeats(singletons)


def _repeats(subtags: list[str]) -> bool:
    return len(set(subtags)) < len(subtags)


_is_usual_tag = lru_cache(maxsize=1024)(_is_tag)
