"""Comparison of the installation’s keys with those its database was created with.

With other keys, pseudonyms in the record store would change, audit entries would look
forged, and no second factor could be verified. A missing key file is created at the
next start, so that start must be refused.
"""

import hashlib
import hmac
from collections.abc import Iterator

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError

from elearning.installation.models import KeyFingerprint

#: Keys whose loss makes stored data unreadable or invalid. ``SECRET_KEY`` is not among
#: them, as only sessions and forms depend on it.
KEYS = ("PSEUDONYM_KEY", "AUDIT_KEY", "SECOND_FACTOR_KEY")


def compute_key_fingerprint(name: str) -> str:
    """Return a hash of the key called ``name`` that does not reveal the key."""
    key = getattr(settings, name).encode()
    return hmac.new(key, f"fingerprint of {name}".encode(), hashlib.sha256).hexdigest()


def iter_replaced_keys() -> Iterator[str]:
    """Yield the names of keys that differ from those of this database."""
    for noted in KeyFingerprint.objects.filter(name__in=KEYS).order_by("name"):
        if noted.fingerprint != compute_key_fingerprint(noted.name):
            yield noted.name


def check_key_fingerprints() -> None:
    """Raise ``ImproperlyConfigured`` if a key was replaced; called at process start.

    The first start records the keys. Without a database the check is skipped.
    """
    try:
        if names := list(iter_replaced_keys()):
            raise ImproperlyConfigured(describe_replaced_keys(names))
        for name in KEYS:
            values = {"fingerprint": compute_key_fingerprint(name)}
            KeyFingerprint.objects.get_or_create(name=name, defaults=values)
    except DatabaseError:
        return


def describe_replaced_keys(names: list[str]) -> str:
    """Return an error message about the keys with these names, and what to do."""
    files = ", ".join(str(settings.KEYS_DIR / name.lower()) for name in names)
    return (
        f"{', '.join(names)}: not the key that this database was made with. Restore {files} "
        "from the backup, or set the variable of that name. To go on with a new key on "
        "purpose, remove its row from the table installation_keyfingerprint: what was proved "
        "or encrypted with the old one stays unproved or unreadable."
    )
