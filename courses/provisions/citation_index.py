"""Keep where clauses are cited, so that a changed clause finds what rests on it."""

from collections.abc import Iterable, Mapping
from typing import Any

from courses.models import UnitVersion
from courses.provisions.citation_lookup import find_cited_clauses
from courses.provisions.models import Citation, DocumentVersion

#: What cites: the code of a clause, and the place of the citation.
Place = tuple[str, str]


def index_unit_version(version: UnitVersion) -> None:
    """Keep what ``version`` cites, in all languages it has; repeating is harmless."""
    index_unit_versions([version])


def index_unit_versions(versions: Iterable[UnitVersion]) -> None:
    """Do so for many; one query for their clauses and one for what they cite.

    Reads ``UnitText.details``: ``iter_citation_places`` maps a place to codes; where that
    is missing, as
    in older versions, ``cites`` names the codes of the whole.
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
    """Keep what the clauses of ``version`` cite; repeating is harmless."""
    places = {place for text in version.body.values() for place in _by_clause(text)}
    _note([(places, {"document_version": version})])


def iter_citation_places(details: Mapping[str, Any]) -> Iterable[Place]:
    """Yield each code that a text of a unit cites with the place where it stands."""
    places = details.get("cited") or {"": details.get("cites", ())}
    return ((code, place) for place, codes in places.items() for code in codes)


def _by_clause(text: Mapping[str, Any]) -> Iterable[Place]:
    for section in text["sections"]:
        for clause in section["clauses"]:
            yield from ((code, clause["number"]) for code in clause.get("cites", ()))


def _note(texts: Iterable[tuple[set[Place], dict[str, Any]]]) -> None:
    """Write the citations of some texts; a code that the register lacks is left out."""
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
