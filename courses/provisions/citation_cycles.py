"""Find guidelines that rest on themselves: clauses that cite each other in a circle."""

from collections.abc import Iterable, Mapping

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from courses.provisions.models import Citation, Document, DocumentVersion


def find_citation_cycle(
    document: Document, cites: Mapping[str, Iterable[str]]
) -> list[str]:
    """Return the codes of a circle through a clause of ``document``; empty for none.

    ``cites`` maps the number of each clause to the codes that it cites, as a draft has it;
    every other guideline counts as it was last published. The first code of the circle
    stands at its end again. One query.
    """
    ways = _published(document)
    for number, codes in cites.items():
        ways[f"{document.code} {number}"] = list(codes)
    for number in cites:
        if found := _way_back(f"{document.code} {number}", ways):
            return found
    return []


def format_cycle_fault(codes: list[str]) -> str:
    """Return, in a sentence, what is wrong with a circle and what to do."""
    return _(
        "These clauses rest on each other: %(list)s. Take one of the citations out."
    ) % {"list": " → ".join(codes)}


def _published(document: Document) -> dict[str, list[str]]:
    """Return what every clause of other guidelines cites, by its code."""
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
    """Return the shortest way from ``start`` to itself; empty where there is none."""
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
