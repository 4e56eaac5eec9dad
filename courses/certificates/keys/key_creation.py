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

from courses.certificates.keys import (
    pkcs11_token,
    private_key_files,
    signing_keys,
    x509_certificates,
)
from courses.certificates.keys.key_fingerprints import compute_kid
from courses.certificates.models import KeyPurpose, SigningKey
from elearning.audit import audit_log

if TYPE_CHECKING:
    from datetime import datetime

    from elearning.accounts.models import User

type PublicKey = ec.EllipticCurvePublicKey | Ed25519PublicKey
type PrivateKey = ec.EllipticCurvePrivateKey | Ed25519PrivateKey


@dataclass(frozen=True)
class KeyPair:
    """A new key; ``private`` is ``None`` where it has been made inside the token."""

    public: PublicKey
    private: PrivateKey | None


def create_signing_key(
    purpose: KeyPurpose, *, by: "User | None", reason: str = ""
) -> SigningKey:
    """Make a key for ``purpose`` that signs from now on, and return its public half.

    The private half goes into a file, or is made inside the token where papers have one,
    before the row is written: a row without its key could sign nothing. The key before
    stays trusted until somebody revokes it. A key for papers is certified by the
    authority, whose own private half has to be there; otherwise ``UnusableKeyError`` is
    raised and nothing is made.
    """
    at, above = timezone.now(), _above(purpose)
    pair = _fresh(purpose)
    kid = compute_kid(pair.public)
    name = f"{purpose}-{timezone.localdate(at):%Y}-{kid}"
    public = _written(pair, kid, above, at)
    if pair.private:
        private_key_files.write_private_key(name, pair.private)
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
        audit_log.record_action(
            "certificates.key_made", by=by, on=key, reason=reason, **details
        )
    return key


def create_missing_keys(*, by: "User | None") -> list[SigningKey]:
    """Make a key for each purpose that has none, and return those made; safe to repeat.

    The authority comes first, because it vouches for the key of papers.
    """
    return [
        create_signing_key(purpose, by=by)
        for purpose in KeyPurpose
        if SigningKey.objects.current(purpose) is None
    ]


def _above(purpose: KeyPurpose) -> x509_certificates.CertificateAuthority | None:
    """Return the authority that is to certify a key for ``purpose``, if one is."""
    if purpose != KeyPurpose.PAPER:
        return None
    key = signing_keys.get_current_key(KeyPurpose.AUTHORITY)
    private = cast(
        "ec.EllipticCurvePrivateKey", private_key_files.read_private_key(key.name)
    )
    return x509_certificates.CertificateAuthority(
        x509_certificates.load_x509_certificate(key), private
    )


def _fresh(purpose: KeyPurpose) -> KeyPair:
    """Return a new key: P-256 where readers of PDF must know it, else Ed25519."""
    if purpose == KeyPurpose.PAPER and pkcs11_token.is_token_configured():
        return KeyPair(pkcs11_token.create_token_key(), None)
    private: PrivateKey
    if purpose in (KeyPurpose.AUTHORITY, KeyPurpose.PAPER):
        private = ec.generate_private_key(ec.SECP256R1())
    else:
        private = Ed25519PrivateKey.generate()
    return KeyPair(private.public_key(), private)


def _written(
    pair: KeyPair,
    kid: str,
    above: x509_certificates.CertificateAuthority | None,
    at: "datetime",
) -> str:
    """Return the public half as its row keeps it, certified where it has to be."""
    if isinstance(pair.public, Ed25519PublicKey):
        return pair.public.public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        ).decode()
    if above:
        return x509_certificates.issue_seal_certificate(pair.public, above, at)
    return x509_certificates.issue_authority_certificate(
        cast("ec.EllipticCurvePrivateKey", pair.private), kid, at
    )
