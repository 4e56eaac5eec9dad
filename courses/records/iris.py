"""The identifiers of everything statements speak of; all begin with one setting.

They are names, not addresses: nothing has to answer there, and they outlive any host.
"""

from uuid import NAMESPACE_URL, UUID, uuid5

from django.conf import settings

#: Where our part of the platform's names begins.
_ROOT = "id"


def iri(*steps: object) -> str:
    """Return the IRI of what the steps lead to: ``iri("courses", "C1")``."""
    return "/".join([settings.XAPI_BASE_IRI, _ROOT, *map(str, steps)])


def profile() -> str:
    """Return the IRI of the rules our statements keep (docs/xapi-profile.md)."""
    return iri("profile", "1")


def extension(name: str) -> str:
    """Return the IRI of an extension of ours."""
    return iri("extensions", name)


def statement_id(*fact: object) -> UUID:
    """Return the id of the statement that tells ``fact``: always the same one."""
    return uuid5(NAMESPACE_URL, iri("facts", *fact))
