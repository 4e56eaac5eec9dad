"""Make the keys of the service, each for one purpose."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from django.db import transaction
from django.utils import timezone

from courses.certificates.keys import certifying, folder, signing, token
from courses.certificates.keys.naming import kid_of
from courses.certificates.models import Purpose, SigningKey
from elearning.audit import trail

if TYPE_CHECKING:
    from datetime import datetime

    from elearning.accounts.models import User

type PublicKey = ec.EllipticCurvePublicKey | Ed25519PublicKey
type PrivateKey = ec.EllipticCurvePrivateKey | Ed25519PrivateKey


@dataclass(frozen=True)
class Pair:
    """A new key; ``private`` is ``None`` where it has been made inside the token."""

    public: PublicKey
    private: PrivateKey | None


def make(purpose: Purpose, *, by: "User | None", reason: str = "") -> SigningKey:
    """Make a key for ``purpose`` that signs from now on, and return its public half.

    The private half goes into a file, or is made inside the token where papers have one,
    before the row is written: a row without its key could sign nothing. The key before
    stays trusted until somebody revokes it. A key for papers is certified by the
    authority, whose own private half has to be there; otherwise ``KeyTroubleError`` is
    raised and nothing is made.
    """
    at, above = timezone.now(), _above(purpose)
    pair = _fresh(purpose)
    kid = kid_of(pair.public)
    name = f"{purpose}-{timezone.localdate(at):%Y}-{kid}"
    public = _written(pair, kid, above, at)
    if pair.private:
        folder.keep(name, pair.private)
    with transaction.atomic():
        key = SigningKey.objects.create(
            name=name,
            kid=kid,
            purpose=purpose,
            public=public,
            created_at=at,
            created_by=by,
        )
        details = {"name": name, "purpose": purpose}
        trail.write("certificates.key_made", by=by, on=key, reason=reason, **details)
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


def _above(purpose: Purpose) -> certifying.Authority | None:
    """Return the authority that is to certify a key for ``purpose``, if one is."""
    if purpose != Purpose.PAPER:
        return None
    key = signing.current(Purpose.AUTHORITY)
    private = cast("ec.EllipticCurvePrivateKey", folder.private(key.name))
    return certifying.Authority(certifying.certificate_of(key), private)


def _fresh(purpose: Purpose) -> Pair:
    """Return a new key: P-256 where readers of PDF must know it, else Ed25519."""
    if purpose == Purpose.PAPER and token.is_set():
        return Pair(token.make(), None)
    private: PrivateKey
    if purpose in (Purpose.AUTHORITY, Purpose.PAPER):
        private = ec.generate_private_key(ec.SECP256R1())
    else:
        private = Ed25519PrivateKey.generate()
    return Pair(private.public_key(), private)


def _written(
    pair: Pair, kid: str, above: certifying.Authority | None, at: "datetime"
) -> str:
    """Return the public half as its row keeps it, certified where it has to be."""
    if isinstance(pair.public, Ed25519PublicKey):
        return pair.public.public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        ).decode()
    if above:
        return certifying.paper(pair.public, above, at)
    return certifying.authority(
        cast("ec.EllipticCurvePrivateKey", pair.private), kid, at
    )
