"""Make the keys that sign square codes and credentials."""

import hashlib
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import transaction
from django.utils import timezone

from courses.certificates.keys import folder
from courses.certificates.models import Purpose, SigningKey
from elearning.audit import trail

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.types import PublicKeyTypes

    from elearning.accounts.models import User


def make(purpose: Purpose, *, by: "User | None") -> SigningKey:
    """Make a key for ``purpose`` that signs from now on, and return its public half.

    The private half goes into a file before the row is written: a row without its key
    could sign nothing. The key before stays trusted until somebody revokes it.
    """
    private = Ed25519PrivateKey.generate()
    public = private.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    kid = kid_of(private.public_key())
    name = f"{purpose}-{timezone.localdate():%Y}-{kid}"
    folder.keep(name, private)
    with transaction.atomic():
        key = SigningKey.objects.create(
            name=name,
            kid=kid,
            purpose=purpose,
            public=public.decode(),
            created_at=timezone.now(),
            created_by=by,
        )
        trail.write("certificates.key_made", by=by, on=key, name=name, purpose=purpose)
    return key


def kid_of(public: "PublicKeyTypes") -> str:
    """Return the short name of ``public``: 64 bits of its fingerprint, as 16 digits."""
    written = public.public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return hashlib.sha256(written).hexdigest()[:16]
