"""Search in one document: the clauses that have every word, the words marked."""

from dataclasses import dataclass, field
from typing import Any

from content.search.hit_highlights import highlight_html, highlight_text, strip_markup
from content.search.letter_folding import fold_letters

#: A query longer than this is cut; the same as on the page of the search.
LENGTH = 120
#: Words of a query beyond this add nothing.
WORDS = 8


@dataclass
class DocumentMatches:
    """What a query finds in a document.

    ``sections`` are all of them, with the words marked where they were found; ``hits`` are
    the clauses that have every word, in order; ``marks`` is how often words stand in them.
    """

    query: str
    sections: list[dict[str, Any]]
    hits: list[dict[str, Any]] = field(default_factory=list)
    marks: int = 0


def search_document(sections: list[dict[str, Any]], query: str) -> DocumentMatches:
    """Search ``sections``, as ``content.guidelines.document_sections`` gives them, for ``query``.

    A clause is found by its text, its subject and its number. An empty query finds
    nothing and marks nothing.
    """
    words = query.split()[:WORDS]
    if not words:
        return DocumentMatches(query, sections)
    found = DocumentMatches(query, [])
    folded = [fold_letters(word) for word in words]
    for section in sections:
        clauses = [_looked_at(one, folded, found) for one in section["clauses"]]
        found.sections.append(section | {"clauses": clauses})
    return found


def clean_query(raw: str) -> str:
    """Return what was typed into a search field, as far as it can be searched for."""
    return raw.replace("\0", "").strip()[:LENGTH]


def _looked_at(
    clause: dict[str, Any], words: list[str], found: DocumentMatches
) -> dict[str, Any]:
    """Return ``clause`` with ``words`` marked, and count it in ``found`` if it has them all."""
    title = str(clause.get("title", ""))
    text = fold_letters(f"{clause['number']} {title} {strip_markup(clause['text'])}")
    if not all(word in text for word in words):
        return clause
    shown = clause | {
        "text": highlight_html(clause["text"], words),
        "title": highlight_text(title, words),
        "is_hit": True,
    }
    found.hits.append(shown)
    found.marks += sum(shown[part].count("<mark>") for part in ("text", "title"))
    return shown
