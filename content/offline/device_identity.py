"""What a device is told of whoever is signed in: nothing that names her."""

from typing import TYPE_CHECKING

from django.utils.crypto import salted_hmac

if TYPE_CHECKING:
    from elearning.accounts.models import User


def derive_holder_id(user: "User") -> str:
    """Return the same opaque word for ``user`` every time; nobody can tell whose it is."""
    return salted_hmac("offline.holder", str(user.pk), algorithm="sha256").hexdigest()


def derive_holder_secret(user: "User") -> str:
    """Return what ``user``'s devices make her keys from.

    Only her own session is told it, so that what a device holds sealed opens for nobody else.
    """
    return salted_hmac("offline.secret", str(user.pk), algorithm="sha256").hexdigest()
