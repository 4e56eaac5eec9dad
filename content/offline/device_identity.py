"""Opaque identities for devices; nothing in them names a person."""

from typing import TYPE_CHECKING

from django.utils.crypto import salted_hmac

if TYPE_CHECKING:
    from elearning.accounts.models import User


def derive_holder_id(user: "User") -> str:
    """Return a constant opaque id of ``user`` that cannot be traced to a person."""
    return salted_hmac("offline.holder", str(user.pk), algorithm="sha256").hexdigest()


def derive_holder_secret(user: "User") -> str:
    """Return the secret from which the keys on ``user``’s devices are derived.

    Only the user’s own session receives it, so that nobody else can open sealed data on
    a device.
    """
    return salted_hmac("offline.secret", str(user.pk), algorithm="sha256").hexdigest()
