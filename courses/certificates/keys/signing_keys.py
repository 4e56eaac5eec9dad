"""Signing and verification with the service’s Ed25519 keys (RFC 8032)."""

from typing import TYPE_CHECKING, cast

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from django.utils.translation import gettext as _

from courses.certificates.errors import UnusableKeyError
from courses.certificates.keys import private_key_files
from courses.certificates.models import KeyPurpose, SigningKey

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import (
        Ed25519PrivateKey,
        Ed25519PublicKey,
    )


def get_current_key(purpose: KeyPurpose) -> SigningKey:
    """Return the current key for ``purpose``; one query.

    Raises ``UnusableKeyError`` if there is none yet.
    """
    key = SigningKey.objects.current(purpose)
    if key is None:
        raise UnusableKeyError(
            _(
                "No key for “%(purpose)s” has been made yet. Run certificates_keys create."
            )
            % {"purpose": purpose.label}
        )
    return key


def sign_data(key: SigningKey, data: bytes) -> bytes:
    """Return the signature of ``data``, 64 bytes; deterministic.

    Raises ``UnusableKeyError`` if the private half cannot be used.
    """
    private = cast("Ed25519PrivateKey", private_key_files.read_private_key(key.name))
    return private.sign(data)


def is_signature_valid(key: SigningKey, signature: bytes, data: bytes) -> bool:
    """Tell whether ``key`` made ``signature`` over ``data``; revocation is checked separately."""
    public = cast("Ed25519PublicKey", load_pem_public_key(key.public.encode()))
    try:
        public.verify(signature, data)
    except InvalidSignature:
        return False
    return True
