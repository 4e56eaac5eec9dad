"""Creation of signing keys, each for one purpose."""

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
    """A new key; ``private`` is ``None`` if it was created inside the token."""

    public: PublicKey
    private: PrivateKey | None


def create_signing_key(
    purpose: KeyPurpose, *, by: "User | None", reason: str = ""
) -> SigningKey:
    """Create the current key for ``purpose``, and return its public half.

    The private half is written to a file, or created inside the token if one holds the
    PDF sealing key, before the row is saved: a row without its key could not sign. The
    previous key stays trusted until it is revoked. A PDF sealing key is certified by
    the authority, whose private half must be present; otherwise ``UnusableKeyError`` is
    raised and nothing is created.
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
    """Create a key for each purpose without one, and return the new ones; safe to repeat.

    The authority comes first, because it certifies the PDF sealing key.
    """
    return [
        create_signing_key(purpose, by=by)
        for purpose in KeyPurpose
        if SigningKey.objects.current(purpose) is None
    ]


def _above(purpose: KeyPurpose) -> x509_certificates.CertificateAuthority | None:
    """Return the authority that certifies keys for ``purpose``, if any."""
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
    """Return a new key: P-256 where PDF readers must support it, else Ed25519."""
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
    if isinstance(pair.public, Ed25519PublicKey):
        return pair.public.public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        ).decode()
    if above:
        return x509_certificates.issue_seal_certificate(pair.public, above, at)
    return x509_certificates.issue_authority_certificate(
        cast("ec.EllipticCurvePrivateKey", pair.private), kid, at
    )
