"""Make the keys of the service, each for one purpose."""

import hashlib
from typing import TYPE_CHECKING, cast

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import transaction
from django.utils import timezone

from courses.certificates.keys import certifying, folder, signing
from courses.certificates.models import Purpose, SigningKey
from elearning.audit import trail

if TYPE_CHECKING:
    from datetime import datetime

    from cryptography.hazmat.primitives.asymmetric.types import PublicKeyTypes

    from elearning.accounts.models import User

type PrivateKey = ec.EllipticCurvePrivateKey | Ed25519PrivateKey


def make(purpose: Purpose, *, by: "User | None", reason: str = "") -> SigningKey:
    """Make a key for ``purpose`` that signs from now on, and return its public half.

    The private half goes into a file before the row is written: a row without its key
    could sign nothing. The key before stays trusted until somebody revokes it. A key for
    papers is certified by the authority, whose own private half has to be there; otherwise
    ``KeyTroubleError`` is raised and nothing is made.
    """
    private, at = _fresh(purpose), timezone.now()
    kid = kid_of(private.public_key())
    name = f"{purpose}-{timezone.localdate(at):%Y}-{kid}"
    public = _public(purpose, private, kid, at)
    folder.keep(name, private)
    with transaction.atomic():
        key = SigningKey.objects.create(
            name=name,
            kid=kid,
            purpose=purpose,
            public=public,
            created_at=at,
            created_by=by,
        )
        trail.write(
            "certificates.key_made",
            by=by,
            on=key,
            reason=reason,
            name=name,
            purpose=purpose,
        )
    return key


def make_missing(*, by: "User | None") -> list[SigningKey]:
    """Make a key for each purpose that has none, and return those made; safe to repeat.

    The authority comes first, because it vouches for the key of papers.
    """
    return [
        make(purpose, by=by)
        for purpose in Purpose
        if SigningKey.objects.current(purpose) is None
    ]


def kid_of(public: "PublicKeyTypes") -> str:
    """Return the short name of ``public``: 64 bits of its fingerprint, as 16 digits."""
    return fingerprint_of(public)[:16]


def fingerprint_of(public: "PublicKeyTypes") -> str:
    """Return the SHA-256 of ``public`` (SubjectPublicKeyInfo), as 64 digits."""
    written = public.public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return hashlib.sha256(written).hexdigest()


def _fresh(purpose: Purpose) -> PrivateKey:
    """Return a new private key: P-256 where readers of PDF must know it, else Ed25519."""
    if purpose in (Purpose.AUTHORITY, Purpose.PAPER):
        return ec.generate_private_key(ec.SECP256R1())
    return Ed25519PrivateKey.generate()


def _public(purpose: Purpose, private: PrivateKey, kid: str, at: "datetime") -> str:
    if isinstance(private, Ed25519PrivateKey):
        return (
            private.public_key()
            .public_bytes(
                serialization.Encoding.PEM,
                serialization.PublicFormat.SubjectPublicKeyInfo,
            )
            .decode()
        )
    if purpose == Purpose.AUTHORITY:
        return certifying.authority(private, kid, at)
    above = signing.current(Purpose.AUTHORITY)
    held = cast("ec.EllipticCurvePrivateKey", folder.private(above.name))
    return certifying.paper(private.public_key(), above, held, at)
