"""Credentials as VC-JWT: JWS Compact Serialization (RFC 7515; W3C VC-JOSE-COSE §3.1)."""

import base64
import json
from datetime import datetime
from typing import Any

from courses.certificates.keys import signing_keys
from courses.certificates.models import SigningKey

#: RFC 9864 has a newer name, which present verifiers do not know.
_ALGORITHM = "EdDSA"


def sign_token(credential: dict[str, Any], key: SigningKey, *, kid: str) -> str:
    """Return ``credential`` signed by ``key`` under the name ``kid``; deterministic.

    The JWT claims are added, as Open Badges 3.0 §8.2.4.2 demands. Raises
    ``UnusableKeyError`` if the key cannot be used.
    """
    header = {"alg": _ALGORITHM, "typ": "vc+jwt", "kid": kid}
    signed = (
        f"{_written(header)}.{_written(credential | _registered_claims(credential))}"
    )
    return f"{signed}.{_text(signing_keys.sign_data(key, signed.encode()))}"


def encode_compact_json(value: dict[str, Any]) -> bytes:
    """Return ``value`` as JSON without spaces."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _registered_claims(credential: dict[str, Any]) -> dict[str, Any]:
    """Return the JWT claims that repeat values of ``credential`` (RFC 7519 §4.1)."""
    told = credential["issuer"]
    return {
        "iss": told["id"] if isinstance(told, dict) else told,
        "jti": credential["id"],
        "nbf": _seconds(credential["validFrom"]),
        "exp": _seconds(credential["validUntil"]),
    }


def _written(value: dict[str, Any]) -> str:
    return _text(encode_compact_json(value))


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _seconds(moment: str) -> int:
    return int(datetime.fromisoformat(moment).timestamp())
