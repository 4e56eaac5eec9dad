"""A name as it is compared, and what stands for it where the name itself must not."""

import hashlib
import unicodedata

#: Of the commitment: a guess at a name costs a telephone some 30 ms, and not nothing.
ITERATIONS = 50_000

#: Bytes of a commitment.
LENGTH = 16

# A Kazakh name is often written with the Russian letters that are nearest.
_NEAREST = str.maketrans("ёәғқңөұүһі", "еагкноуухи")
_WORDS = ("L", "N")


def normalise_name(name: str) -> str:
    """Return ``name`` as it is compared: its words in lower case, sorted.

    Case, spaces, signs, the order of the words, ё for е and a Kazakh letter for the Russian
    one nearest to it do not matter, nor do invisible marks of direction. The verifier
    that works without a network does the same in JavaScript; both keep to
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
    """Return 16 bytes by which whoever knows ``name`` recognises it, and nobody reads it.

    PBKDF2-HMAC-SHA256 (RFC 8018) of the normalised name with the certificate's own ``salt``.
    """
    written = normalise_name(name).encode()
    return hashlib.pbkdf2_hmac("sha256", written, salt, ITERATIONS, LENGTH)
