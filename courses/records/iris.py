"""The identifiers of everything statements speak of; all begin with one setting.

They are names, not addresses: they outlive any host. Where the host of that setting is
ours, what belongs to the vocabulary answers with the profile (``profile.urls``).
"""

from uuid import NAMESPACE_URL, UUID, uuid5

from django.conf import settings

#: Where our part of the platform's names begins.
_ROOT = "id"


def iri(*steps: object) -> str:
    """Return the IRI of what the steps lead to: ``iri("courses", "C1")``."""
    return "/".join([settings.XAPI_BASE_IRI, _ROOT, *map(str, steps)])


def profile() -> str:
    """Return the IRI of the profile in all its versions."""
    return iri("profile")


def profile_version() -> str:
    """Return the IRI of the rules our statements keep now (docs/xapi-profile.md)."""
    return iri("profile", "1")


def statement_id(*fact: object) -> UUID:
    """Return the id of the statement that tells ``fact``: always the same one."""
    return uuid5(NAMESPACE_URL, iri("facts", *fact))
