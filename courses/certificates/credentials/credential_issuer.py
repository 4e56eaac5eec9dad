"""The issuer of credentials and its public keys, without personal data."""

import base64
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, cast

from cryptography.hazmat.primitives.serialization import load_pem_public_key
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from courses.certificates.credentials import json_ld, multibase
from courses.certificates.models import KeyPurpose, SigningKey
from elearning.languages import CODES

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

_CONTEXTS = [
    "https://www.w3.org/ns/did/v1",
    "https://w3id.org/security/multikey/v1",
    json_ld.OPEN_BADGES,
]
_SIGNERS = (KeyPurpose.CLAIM, KeyPurpose.CREDENTIAL)


def build_issuer_url() -> str:
    """Return the id of the issuer, which is the URL of ``build_issuer_profile``."""
    return f"{settings.BASE_URL}{reverse('credentials-issuer')}"


def build_verification_method_id(kid: str) -> str:
    """Return the id under which the profile lists the key ``kid``."""
    return f"{build_issuer_url()}#{kid}"


def build_key_url(kid: str) -> str:
    """Return the URL of the key ``kid`` as a JWK."""
    return f"{settings.BASE_URL}{reverse('credentials-keys')}{kid}/"


def format_issuer_name(language: str) -> str:
    """Return the name of the issuer in ``language``."""
    with translation.override(language):
        return _("Training platform")


def build_issuer_profile() -> dict[str, Any]:
    """Return the issuer: an Open Badges Profile and a Controlled Identifier Document.

    Every key that ever signed credentials is listed. A revoked key has ``revoked`` and
    is not an ``assertionMethod``, as its signatures are not trusted. One query.
    """
    keys = list(_keys(KeyPurpose.CREDENTIAL))
    return {
        "@context": _CONTEXTS,
        "id": build_issuer_url(),
        "type": ["Profile"],
        "name": [
            {"@value": format_issuer_name(code), "@language": code} for code in CODES
        ],
        "url": f"{settings.BASE_URL}/",
        "verificationMethod": [_method(key) for key in keys],
        "assertionMethod": [
            build_verification_method_id(key.kid) for key in keys if not key.is_revoked
        ],
    }


def build_key_set() -> dict[str, Any]:
    """Return the keys for QR codes and credentials as a JWK Set (RFC 7517); one query.

    ``purpose`` names what a key signs, ``revoked_at`` the moment from which it is not
    trusted.
    """
    return {"keys": [build_jwk(key) for key in _keys(*_SIGNERS)]}


def find_public_key(kid: str) -> SigningKey | None:
    """Return the key of ``build_key_set`` with ``kid``, revoked or not."""
    return next((key for key in _keys(*_SIGNERS) if key.kid == kid), None)


def build_jwk(key: SigningKey) -> dict[str, str]:
    """Return one Ed25519 key as a JWK (RFC 8037)."""
    written = base64.urlsafe_b64encode(_raw(key)).decode().rstrip("=")
    told = {
        "kty": "OKP",
        "crv": "Ed25519",
        "x": written,
        "kid": key.kid,
        "use": "sig",
        "alg": "EdDSA",
        "purpose": key.purpose,
    }
    if key.is_revoked:
        told["revoked_at"] = format_timestamp(key.revocation.revoked_at)
    return told


def format_timestamp(at: datetime) -> str:
    """Return ``at`` as an XML Schema dateTime in UTC, to the second."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _method(key: SigningKey) -> dict[str, str]:
    told = {
        "id": build_verification_method_id(key.kid),
        "type": "Multikey",
        "controller": build_issuer_url(),
        "publicKeyMultibase": multibase.encode_multikey(_raw(key)),
    }
    if key.is_revoked:
        told["revoked"] = format_timestamp(key.revocation.revoked_at)
    return told


def _keys(*purposes: KeyPurpose) -> list[SigningKey]:
    rows = SigningKey.objects.filter(purpose__in=purposes)
    return list(rows.select_related("revocation"))


def _raw(key: SigningKey) -> bytes:
    public = cast("Ed25519PublicKey", load_pem_public_key(key.public.encode()))
    return public.public_bytes_raw()
