"""Creation of xAPI credentials, and authentication by them."""

import base64
import binascii
import hashlib
import hmac
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from elearning.lrs.access import request_rates
from elearning.lrs.errors import InvalidCredentialError
from elearning.lrs.models import Credential, CredentialScope

#: The precision of ``last_used_at``, so that not every request writes.
_NOTE_USE_EVERY = timedelta(minutes=10)
_BY_KEY = "SELECT * FROM lrs_credential WHERE key = %s"


@dataclass(frozen=True)
class CreatedCredential:
    """A new credential and its secret, which is not stored."""

    credential: Credential
    secret: str


def create_credential(
    label: str,
    scopes: Iterable[CredentialScope],
    *,
    expires_at: datetime | None = None,
    rate: int | None = None,
) -> CreatedCredential:
    """Create a credential and return it with its secret (256 bits, shown only once).

    ``rate`` is the maximum number of requests per minute, unlimited without it. A hash
    without salt and stretching suffices: the secret is random, so nobody can guess it,
    and a slow hash would slow down every statement.
    """
    secret = secrets.token_urlsafe(32)
    credential = Credential.objects.create(
        key=secrets.token_hex(8),
        digest=_digest(secret),
        label=label,
        scopes=sorted(set(scopes)),
        rate=rate,
        created_at=timezone.now(),
        expires_at=expires_at,
    )
    return CreatedCredential(credential, secret)


def revoke_credential(credential: Credential, *, at: datetime) -> None:
    """Revoke a credential; safe to repeat."""
    Credential.objects.filter(pk=credential.pk, revoked_at=None).update(revoked_at=at)


def require_credential(header: str, *, at: datetime) -> Credential:
    """Return the credential proved by an ``Authorization`` header.

    Raises ``InvalidCredentialError``, the same for an unknown key, a wrong secret and
    an ended credential, and ``RateError`` beyond its rate. The row is read for each
    request, so that a revocation takes effect at once.
    """
    key, secret = _basic(header)
    credential = next(iter(Credential.objects.raw(_BY_KEY, [key])), None)
    proven = hmac.compare_digest(
        credential.digest if credential else "", _digest(secret)
    )
    if credential is None or not proven or not credential.is_valid(at):
        raise InvalidCredentialError("This credential is not known here, or has ended.")
    request_rates.check_request_rate(credential, at=at)
    _note_use(credential, at)
    return credential


def build_authority(credential: Credential) -> dict[str, Any]:
    """Return the agent that is the authority of statements by ``credential``."""
    return {
        "objectType": "Agent",
        "account": {"homePage": settings.XAPI_BASE_IRI, "name": credential.key},
    }


def _basic(header: str) -> tuple[str, str]:
    scheme, _space, encoded = header.partition(" ")
    try:
        decoded = base64.b64decode(encoded, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        decoded = ""
    key, colon, secret = decoded.partition(":")
    if scheme.lower() != "basic" or not colon or "\0" in key:
        raise InvalidCredentialError(
            "Sign the request with HTTP Basic: key and secret."
        )
    return key, secret


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _note_use(credential: Credential, at: datetime) -> None:
    last = credential.last_used_at
    if last is None or at - last >= _NOTE_USE_EVERY:
        Credential.objects.filter(pk=credential.pk).update(last_used_at=at)
