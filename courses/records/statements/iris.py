"""The identifiers of everything statements speak of; all begin with one setting.

They are names, not addresses: they outlive any host. Where the host of that setting is
ours, what belongs to the vocabulary answers with the profile (``profile.urls``).
"""

import hashlib
import hmac
from uuid import UUID

from django.conf import settings

#: Where our part of the platform's names begins.
_ROOT = "id"


def build_iri(*steps: object) -> str:
    """Return the IRI of what the steps lead to: ``iri("courses", "C1")``."""
    return "/".join([settings.XAPI_BASE_IRI, _ROOT, *map(str, steps)])


def build_profile_iri() -> str:
    """Return the IRI of the profile in all its versions."""
    return build_iri("profile")


def build_profile_version_iri() -> str:
    """Return the IRI of the rules our statements keep now (docs/xapi-profile.md)."""
    return build_iri("profile", "1")


def derive_statement_id(*fact: object) -> UUID:
    """Return the id of the statement that tells ``fact``: always the same one.

    It cannot be computed without ``PSEUDONYM_KEY``: another system that may write
    statements takes no id before the fact itself is told.
    """
    named = f"statement {build_iri('facts', *fact)}".encode()
    made = hmac.new(settings.PSEUDONYM_KEY.encode(), named, hashlib.sha256).digest()
    return UUID(bytes=made[:16], version=4)
