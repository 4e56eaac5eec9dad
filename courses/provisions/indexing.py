"""Keep where clauses are cited, so that a changed clause finds what rests on it."""

from collections.abc import Iterable, Mapping
from typing import Any

from courses.models import UnitVersion
from courses.provisions.citing import clauses_of
from courses.provisions.models import Citation, DocumentVersion

#: What cites: the code of a clause, and the place of the citation.
Place = tuple[str, str]


def note_unit(version: UnitVersion) -> None:
    """Keep what ``version`` cites, in all languages it has; repeating is harmless.

    Reads ``UnitText.details``: ``cited`` maps a place to codes; where that is missing, as
    in older versions, ``cites`` names the codes of the whole.
    """
    texts = version.texts.values_list("details", flat=True)
    _note(
        {place for details in texts for place in cited(details)}, unit_version=version
    )


def note_document(version: DocumentVersion) -> None:
    """Keep what the clauses of ``version`` cite; repeating is harmless."""
    places = {place for text in version.body.values() for place in _by_clause(text)}
    _note(places, document_version=version)


def cited(details: Mapping[str, Any]) -> Iterable[Place]:
    """Yield each code that a text of a unit cites with the place where it stands."""
    places = details.get("cited") or {"": details.get("cites", ())}
    return ((code, place) for place, codes in places.items() for code in codes)


def _by_clause(text: Mapping[str, Any]) -> Iterable[Place]:
    for section in text["sections"]:
        for clause in section["clauses"]:
            yield from ((code, clause["number"]) for code in clause.get("cites", ()))


def _note(places: set[Place], **text: UnitVersion | DocumentVersion) -> None:
    """Write the citations of one text; a code that the register lacks is left out."""
    known = clauses_of(code for code, _place in places) if places else {}
    Citation.objects.bulk_create(
        (
            Citation(clause=known[code], place=place, **text)
            for code, place in sorted(places)
            if code in known
        ),
        ignore_conflicts=True,
    )
