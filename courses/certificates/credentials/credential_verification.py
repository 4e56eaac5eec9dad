"""Verification of our credentials and status lists, in either form."""

import json
import re
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from courses.certificates.credentials import (
    credential_issuer,
    credential_shapes,
    data_integrity,
    vc_jwt,
)
from courses.certificates.errors import CredentialVerificationError
from courses.certificates.keys import signing_keys
from courses.certificates.models import KeyPurpose, SigningKey

#: The maximum size in bytes; a badge has 3 KB, a list with every second bit set 23 KB.
_LIMIT = 100_000


@dataclass(frozen=True)
class VerifiedCredential:
    """A document signed by one of our keys; its present status is checked separately."""

    credential: dict[str, Any]
    key: SigningKey

    @property
    def certificate_key(self) -> UUID:
        """The ``key`` of its certificate."""
        return UUID(self.credential["id"])


def verify_credential(credential: bytes | str | dict[str, Any]) -> VerifiedCredential:
    """Return the verified content of ``credential``; one query.

    It takes a document with its Data Integrity proof, as text or parsed, or a VC-JWT.
    Raises ``CredentialVerificationError``, which says what is wrong. Only our own
    algorithm is accepted, whatever the credential names (RFC 8725 §3.1), and no URL in
    it is ever fetched.
    """
    if isinstance(credential, dict):
        return _proven(credential)
    text = _text(credential)
    if text.startswith("{"):
        return _proven(_parsed(text))
    return _proven_token(text)


def _proven(document: dict[str, Any]) -> VerifiedCredential:
    bare = {name: document[name] for name in document if name != "proof"}
    if not credential_shapes.has_credential_shape(
        bare
    ) or not credential_shapes.has_proof_shape(document.get("proof")):
        raise _other_form()
    [proof] = document["proof"]
    _examine_issuer(bare)
    own, _mark, kid = proof["verificationMethod"].partition("#")
    if own != credential_issuer.build_issuer_url():
        raise _other_issuer()
    key = _trusted(kid)
    if not data_integrity.is_proof_valid(document, key):
        raise _altered()
    return VerifiedCredential(bare, key)


def _proven_token(text: str) -> VerifiedCredential:
    try:
        header, payload, signature, signed = vc_jwt.split_token(text)
    except ValueError as error:
        raise _unreadable() from error
    told = _parsed(header)
    kid = told.pop("kid", None)
    if told != {"alg": vc_jwt.ALGORITHM, "typ": vc_jwt.TYPE} or not isinstance(
        kid, str
    ):
        raise _other_form()
    key = _trusted(credential_issuer.parse_kid(kid))
    if not signing_keys.is_signature_valid(key, signature, signed):
        raise _altered()
    return VerifiedCredential(_credential(_parsed(payload)), key)


def _credential(claims: dict[str, Any]) -> dict[str, Any]:
    """Return the credential inside a token; repeated values must agree."""
    names = ("iss", "jti", "nbf", "exp")
    credential = {name: claims[name] for name in claims if name not in names}
    if not credential_shapes.has_credential_shape(credential):
        raise _other_form()
    _examine_issuer(credential)
    if credential | vc_jwt.build_registered_claims(credential) != claims:
        raise _other_form()
    return credential


def _examine_issuer(credential: dict[str, Any]) -> None:
    told = credential["issuer"]
    if (
        told["id"] if isinstance(told, dict) else told
    ) != credential_issuer.build_issuer_url():
        raise _other_issuer()


def _trusted(kid: str) -> SigningKey:
    known = re.fullmatch("[0-9a-f]{16}", kid)
    key = SigningKey.objects.with_kid(KeyPurpose.CREDENTIAL, kid) if known else None
    if key is None:
        raise CredentialVerificationError(
            "unknown_key", _("It was not signed by a key of this service.")
        )
    if key.is_revoked:
        raise CredentialVerificationError(
            "revoked_key",
            _("The key that signed it was revoked. Ask for a new credential."),
        )
    return key


def _text(credential: bytes | str) -> str:
    if len(credential) > _LIMIT:
        raise CredentialVerificationError(
            "too_large", _("The file is too large to be a credential of this service.")
        )
    try:
        text = credential if isinstance(credential, str) else credential.decode()
    except UnicodeDecodeError as error:
        raise _unreadable() from error
    return text.strip()


def _parsed(text: str | bytes) -> dict[str, Any]:
    """Return the JSON object in ``text``, refusing duplicate members."""
    try:
        value = json.loads(text, object_pairs_hook=_once, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise _unreadable() from error
    if not isinstance(value, dict):
        raise _unreadable()
    return value


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise ValueError(pairs)
    return value


def _refuse(name: str) -> None:
    raise ValueError(name)


def _unreadable() -> CredentialVerificationError:
    return CredentialVerificationError(
        "unreadable",
        _(
            "The file is not a complete credential. Download it again and "
            "send it unchanged."
        ),
    )


def _other_form() -> CredentialVerificationError:
    return CredentialVerificationError(
        "other_form",
        _("The file does not have the format of this service's credentials."),
    )


def _other_issuer() -> CredentialVerificationError:
    return CredentialVerificationError(
        "other_issuer", _("The credential names an issuer other than this service.")
    )


def _altered() -> CredentialVerificationError:
    return CredentialVerificationError(
        "altered", _("The credential was changed after it had been signed.")
    )
