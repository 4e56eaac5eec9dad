"""Permanent identifiers: version 5 UUIDs of the names in the bundle files."""

import re
from uuid import UUID, uuid5

#: The namespace of all keys. Learners’ progress refers to them, so it never changes.
NAMESPACE = UUID("6f0cfd0e-43a5-5b4f-9a75-2f1f7a1c9e10")
NAME = re.compile(r"[a-z0-9][a-z0-9-]*")


def derive_key(bundle: str, *names: str) -> UUID:
    """Return the UUID of ``bundle/name/…``."""
    return uuid5(NAMESPACE, "/".join((bundle, *names)))


def derive_text_key(bundle: str, *names: str) -> str:
    """Return the key of ``derive_key`` as a string, the form used in blocks."""
    return str(derive_key(bundle, *names))
