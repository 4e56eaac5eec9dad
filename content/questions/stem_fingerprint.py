"""Questions that ask the same: told by their words, whatever their signs."""

import hashlib
import re
import unicodedata

_SIGNS = re.compile(r"[\W_]+")


def normalize_stem(stem: str) -> str:
    """Return the words of ``stem`` alone: equal for questions that ask the same."""
    plain = unicodedata.normalize("NFKC", stem).casefold()
    return _SIGNS.sub(" ", plain).strip()


def fingerprint_stem(stem: str) -> str:
    """Return the hash of the words of ``stem`` (SHA-256, hex), as a bank is searched by."""
    return hashlib.sha256(normalize_stem(stem).encode()).hexdigest()
