"""IRIs of everything in our statements; all begin with one setting.

They are names, not addresses, and outlive any host. If the host in that setting is
ours, IRIs of the vocabulary are served with the profile (``profile.urls``).
"""

import hashlib
import hmac
from uuid import UUID

from django.conf import settings

#: The path under which all our IRIs are.
_ROOT = "id"


def build_iri(*steps: object) -> str:
    """Return the IRI for a path: ``build_iri("courses", "C1")``."""
    return "/".join([settings.XAPI_BASE_IRI, _ROOT, *map(str, steps)])


def build_profile_iri() -> str:
    """Return the IRI of the profile in all its versions."""
    return build_iri("profile")


def build_profile_version_iri() -> str:
    """Return the IRI of the current version of the profile (docs/xapi-profile.md)."""
    return build_iri("profile", "1")


def derive_statement_id(*fact: object) -> UUID:
    """Return the id of the statement about ``fact``: always the same one.

    It cannot be computed without ``PSEUDONYM_KEY``, so that another system that may
    write statements cannot occupy the id before the fact is stated.
    """
    named = f"statement {build_iri('facts', *fact)}".encode()
    made = hmac.new(settings.PSEUDONYM_KEY.encode(), named, hashlib.sha256).digest()
    return UUID(bytes=made[:16], version=4)
