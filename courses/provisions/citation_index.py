"""Indexing of citations, to find the texts that rest on a changed clause."""

from collections.abc import Iterable, Mapping
from typing import Any

from courses.models import UnitVersion
from courses.provisions.citation_lookup import find_cited_clauses
from courses.provisions.models import Citation, DocumentVersion

#: A citation: the code of a clause, and the place in the citing text.
Place = tuple[str, str]


def index_unit_version(version: UnitVersion) -> None:
    """Index the citations of ``version`` in all its languages; repeating is harmless."""
    index_unit_versions([version])


def index_unit_versions(versions: Iterable[UnitVersion]) -> None:
    """Index the citations of several versions; one query for clauses, one for citations.

    Reads ``UnitText.details``: ``cited`` maps places to codes; if it is missing, as in
    older versions, ``cites`` lists the codes of the whole text.
    """
    _note(
        (
            {
                place
                for text in version.texts.all()
                for place in iter_citation_places(text.details)
            },
            {"unit_version": version},
        )
        for version in versions
    )


def index_document_version(version: DocumentVersion) -> None:
    """Index the citations in the clauses of ``version``; repeating is harmless."""
    places = {place for text in version.body.values() for place in _by_clause(text)}
    _note([(places, {"document_version": version})])


def iter_citation_places(details: Mapping[str, Any]) -> Iterable[Place]:
    """Yield each code that the text of a unit cites, with its place."""
    places = details.get("cited") or {"": details.get("cites", ())}
    return ((code, place) for place, codes in places.items() for code in codes)


def _by_clause(text: Mapping[str, Any]) -> Iterable[Place]:
    for section in text["sections"]:
        for clause in section["clauses"]:
            yield from ((code, clause["number"]) for code in clause.get("cites", ()))


def _note(texts: Iterable[tuple[set[Place], dict[str, Any]]]) -> None:
    """Store the citations of some texts, without codes that the register lacks."""
    found = [(sorted(places), text) for places, text in texts if places]
    known = find_cited_clauses(
        {code for places, _text in found for code, _place in places}
    )
    Citation.objects.bulk_create(
        (
            Citation(clause=known[code], place=place, **text)
            for places, text in found
            for code, place in places
            if code in known
        ),
        ignore_conflicts=True,
    )
