"""Who issues credentials, and by which keys anybody may tell (public, no person)."""

import base64
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, cast

from cryptography.hazmat.primitives.serialization import load_pem_public_key
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from courses.certificates.credentials import canonical, multibase
from courses.certificates.models import Purpose, SigningKey
from elearning.languages import CODES

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

_CONTEXTS = [
    "https://www.w3.org/ns/did/v1",
    "https://w3id.org/security/multikey/v1",
    canonical.OPEN_BADGES,
]
_SIGNERS = (Purpose.CLAIM, Purpose.CREDENTIAL)


def address() -> str:
    """Return the issuer's name, which is the address of ``profile``."""
    return f"{settings.BASE_URL}{reverse('credentials-issuer')}"


def method(kid: str) -> str:
    """Return the name under which the profile lists the key ``kid``."""
    return f"{address()}#{kid}"


def key_address(kid: str) -> str:
    """Return where the key ``kid`` is fetched by itself, as a JWK."""
    return f"{settings.BASE_URL}{reverse('credentials-keys')}{kid}/"


def kid_of(name: str) -> str:
    """Return the ``kid`` of the key that a token names by its address or by itself."""
    bare = name.removeprefix(key_address("").removesuffix("/"))
    return bare if bare == name else bare.removesuffix("/")


def name(language: str) -> str:
    """Return what the issuer is called in ``language``."""
    with translation.override(language):
        return _("Training platform")


def profile() -> dict[str, Any]:
    """Return the issuer: an Open Badges Profile and a Controlled Identifier Document.

    Every key that ever signed credentials is listed. What a revoked one signed is not
    trusted, so it has its ``revoked`` and is no ``assertionMethod`` any more. One query.
    """
    keys = list(_keys(Purpose.CREDENTIAL))
    return {
        "@context": _CONTEXTS,
        "id": address(),
        "type": ["Profile"],
        "name": [{"@value": name(code), "@language": code} for code in CODES],
        "url": f"{settings.BASE_URL}/",
        "verificationMethod": [_method(key) for key in keys],
        "assertionMethod": [method(key.kid) for key in keys if not key.is_revoked],
    }


def key_set() -> dict[str, Any]:
    """Return the keys for square codes and credentials as a JWK Set (RFC 7517); one query.

    ``purpose`` says which of them a key signs, ``revoked_at`` from when it is not trusted.
    """
    return {"keys": [web_key(key) for key in _keys(*_SIGNERS)]}


def found(kid: str) -> SigningKey | None:
    """Return the key of ``key_set`` that calls itself ``kid``, revoked or not."""
    return next((key for key in _keys(*_SIGNERS) if key.kid == kid), None)


def web_key(key: SigningKey) -> dict[str, str]:
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
        told["revoked_at"] = moment(key.revocation.revoked_at)
    return told


def moment(at: datetime) -> str:
    """Return ``at`` as XML Schema and every standard here write it, to the second."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _method(key: SigningKey) -> dict[str, str]:
    told = {
        "id": method(key.kid),
        "type": "Multikey",
        "controller": address(),
        "publicKeyMultibase": multibase.multikey(_raw(key)),
    }
    if key.is_revoked:
        told["revoked"] = moment(key.revocation.revoked_at)
    return told


def _keys(*purposes: Purpose) -> list[SigningKey]:
    rows = SigningKey.objects.filter(purpose__in=purposes)
    return list(rows.select_related("revocation"))


def _raw(key: SigningKey) -> bytes:
    public = cast("Ed25519PublicKey", load_pem_public_key(key.public.encode()))
    return public.public_bytes_raw()
