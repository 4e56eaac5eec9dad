"""Whether the keys beside the database are those that it was made with.

With another key people would become strangers in the record store, entries of the audit
trail would look forged, and no second step could be checked. A lost file is made anew at
the next start, so that start has to be stopped.
"""

import hashlib
import hmac
from collections.abc import Iterator

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError

from elearning.installation.models import KeyFingerprint

#: Keys whose loss makes what is stored unreadable, or untrue. Sessions and forms, which
#: ``SECRET_KEY`` signs, begin anew.
KEYS = ("PSEUDONYM_KEY", "AUDIT_KEY", "SECOND_FACTOR_KEY")


def compute_key_fingerprint(name: str) -> str:
    """Return a hash of the key called ``name`` from which nobody learns the key."""
    key = getattr(settings, name).encode()
    return hmac.new(key, f"fingerprint of {name}".encode(), hashlib.sha256).hexdigest()


def iter_replaced_keys() -> Iterator[str]:
    """Yield the names of keys that are not those of this database."""
    for noted in KeyFingerprint.objects.filter(name__in=KEYS).order_by("name"):
        if noted.fingerprint != compute_key_fingerprint(noted.name):
            yield noted.name


def check_key_fingerprints() -> None:
    """Raise ``ImproperlyConfigured`` where a key was replaced; for the start of a process.

    The first start notes the keys. Without a database there is nothing to compare: whatever
    asks it fails by itself.
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
    """Return what is wrong with the keys of these names, and what to do."""
    files = ", ".join(str(settings.KEYS_DIR / name.lower()) for name in names)
    return (
        f"{', '.join(names)}: not the key that this database was made with. Restore {files} "
        "from the backup, or set the variable of that name. To go on with a new key on "
        "purpose, remove its row from the table installation_keyfingerprint: what was proved "
        "or encrypted with the old one stays unproved or unreadable."
    )
