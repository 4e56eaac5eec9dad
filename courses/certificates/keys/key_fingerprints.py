"""Names of keys, by the fingerprint of their public halves."""

import hashlib
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives import serialization

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.types import PublicKeyTypes


def compute_kid(public: "PublicKeyTypes") -> str:
    """Return the short name of ``public``: 64 bits of its fingerprint, as 16 digits."""
    return compute_fingerprint(public)[:16]


def compute_fingerprint(public: "PublicKeyTypes") -> str:
    """Return the SHA-256 of ``public`` (SubjectPublicKeyInfo), as 64 digits."""
    written = public.public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return hashlib.sha256(written).hexdigest()
