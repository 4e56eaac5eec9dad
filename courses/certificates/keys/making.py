"""Make the keys that sign square codes and credentials."""

import secrets
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import transaction
from django.utils import timezone

from courses.certificates.keys import folder
from courses.certificates.models import Purpose, SigningKey
from elearning.audit import trail

if TYPE_CHECKING:
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
    name = f"{purpose}-{timezone.localdate():%Y}-{secrets.token_hex(4)}"
    folder.keep(name, private)
    with transaction.atomic():
        key = SigningKey.objects.create(
            name=name,
            purpose=purpose,
            public=public.decode(),
            created_at=timezone.now(),
            created_by=by,
        )
        trail.write("certificates.key_made", by=by, on=key, name=name, purpose=purpose)
    return key
