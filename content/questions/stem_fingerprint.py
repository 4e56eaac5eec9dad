"""Fingerprints of question stems, to find duplicates regardless of punctuation."""

import hashlib
import re
import unicodedata

_SIGNS = re.compile(r"[\W_]+")


def normalize_stem(stem: str) -> str:
    """Return only the words of ``stem``: equal for questions that ask the same."""
    plain = unicodedata.normalize("NFKC", stem).casefold()
    return _SIGNS.sub(" ", plain).strip()


def fingerprint_stem(stem: str) -> str:
    """Return the hash of the words of ``stem`` (SHA-256, hex), as stored in the bank."""
    return hashlib.sha256(normalize_stem(stem).encode()).hexdigest()
