"""Import of the terms of the bundles; safe to repeat."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from content.glossary.models import Term
from elearning.audit import audit_log

if TYPE_CHECKING:
    from elearning.accounts.models import User


@dataclass(frozen=True)
class BundleTerm:
    """A term from a bundle; each mapping is by language."""

    name: str
    terms: dict[str, str]
    definitions: dict[str, str]
    forms: dict[str, list[str]]


def import_terms(entries: Sequence[BundleTerm], *, by: "User | None") -> int:
    """Make the glossary match ``entries``; return the number of new and changed terms.

    A term that the bundles no longer have is deleted. An empty list changes nothing.
    """
    known = {term.name: term for term in Term.objects.all()}
    changed = [one for one in entries if _differs(known.get(one.name), one)]
    for one in changed:
        Term.objects.update_or_create(
            name=one.name,
            defaults={
                "terms": one.terms,
                "definitions": one.definitions,
                "forms": one.forms,
            },
        )
    gone = known.keys() - {one.name for one in entries} if entries else set()
    Term.objects.filter(name__in=gone).delete()
    if changed or gone:
        names = sorted(one.name for one in changed)
        audit_log.record_action(
            "glossary.loaded", by=by, changed=names, gone=sorted(gone)
        )
    return len(changed)


def _differs(term: Term | None, entry: BundleTerm) -> bool:
    return term is None or (
        (term.terms, term.definitions, term.forms)
        != (entry.terms, entry.definitions, entry.forms)
    )
