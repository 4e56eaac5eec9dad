"""Normalised names for comparison, and commitments that stand for them."""

import hashlib
import unicodedata

#: Of the commitment: one guess takes a phone about 30 ms.
ITERATIONS = 50_000

#: Bytes of a commitment.
LENGTH = 16

# Kazakh names are often written with the nearest Russian letters.
_NEAREST = str.maketrans("ёәғқңөұүһі", "еагкноуухи")
_WORDS = ("L", "N")


def normalise_name(name: str) -> str:
    """Return ``name`` normalised for comparison: its words in lower case, sorted.

    Case, spaces, punctuation, word order, ё for е, the nearest Russian letter for a
    Kazakh one, and invisible direction marks do not matter. The offline verifier does
    the same in JavaScript; both are tested with
    ``tests/courses/certificates/qr_claims/vectors.json``.
    """
    composed = unicodedata.normalize("NFC", name)
    visible = "".join(
        one for one in composed if unicodedata.category(one) != "Cf"
    ).lower()
    plain = "".join(
        one if unicodedata.category(one).startswith(_WORDS) else " "
        for one in visible.translate(_NEAREST)
    )
    return " ".join(sorted(plain.split()))


def compute_name_commitment(name: str, salt: bytes) -> bytes:
    """Return a 16-byte commitment that identifies ``name`` only to those who know it.

    PBKDF2-HMAC-SHA256 (RFC 8018) of the normalised name with the certificate’s
    ``salt``.
    """
    written = normalise_name(name).encode()
    return hashlib.pbkdf2_hmac("sha256", written, salt, ITERATIONS, LENGTH)
