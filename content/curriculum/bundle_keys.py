"""Identities that never change: UUIDs of version 5 over the names in the files."""

import re
from uuid import UUID, uuid5

#: Learners' progress hangs on what is derived from it.
NAMESPACE = UUID("6f0cfd0e-43a5-5b4f-9a75-2f1f7a1c9e10")
NAME = re.compile(r"[a-z0-9][a-z0-9-]*")


def derive_key(bundle: str, *names: str) -> UUID:
    """Return the identity of ``bundle/file/name/…``."""
    return uuid5(NAMESPACE, "/".join((bundle, *names)))


def derive_text_key(bundle: str, *names: str) -> str:
    """Return the same as text, as blocks carry it."""
    return str(derive_key(bundle, *names))
