"""Detection of clauses in guidelines that cite each other in a cycle."""

from collections.abc import Iterable, Mapping

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from courses.provisions.models import Citation, Document, DocumentVersion


def find_citation_cycle(
    document: Document, cites: Mapping[str, Iterable[str]]
) -> list[str]:
    """Return the codes of a cycle through a clause of ``document``; empty if there is none.

    ``cites`` maps the number of each clause of the draft to the codes that it cites;
    all other guidelines are taken as last published. The first code is repeated at the
    end. One query.
    """
    ways = _published(document)
    for number, codes in cites.items():
        ways[f"{document.code} {number}"] = list(codes)
    for number in cites:
        if found := _way_back(f"{document.code} {number}", ways):
            return found
    return []


def format_cycle_fault(codes: list[str]) -> str:
    """Return a sentence about the fault in a cycle, with what to do."""
    return _(
        "These clauses rest on each other: %(list)s. Remove one of the citations."
    ) % {"list": " → ".join(codes)}


def _published(document: Document) -> dict[str, list[str]]:
    """Return the citations of each clause of the other guidelines, by its code."""
    newest = DocumentVersion.objects.filter(
        document=OuterRef("document_version__document")
    ).order_by("-number")
    rows = (
        Citation.objects.filter(document_version=Subquery(newest.values("pk")[:1]))
        .exclude(document_version__document=document)
        .values_list(
            "document_version__document__code",
            "place",
            "clause__document__code",
            "clause__number",
        )
    )
    ways: dict[str, list[str]] = {}
    for code, place, cited, number in rows:
        ways.setdefault(f"{code} {place}", []).append(f"{cited} {number}")
    return ways


def _way_back(start: str, ways: Mapping[str, list[str]]) -> list[str]:
    """Return the shortest path from ``start`` back to it; empty if there is none."""
    seen: set[str] = set()
    trails = [[start]]
    while trails:
        trails = [
            [*trail, code] for trail in trails for code in ways.get(trail[-1], ())
        ]
        for trail in trails:
            if trail[-1] == start:
                return trail
        trails = [trail for trail in trails if trail[-1] not in seen]
        seen |= {trail[-1] for trail in trails}
    return []
