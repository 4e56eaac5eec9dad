"""Search in one document: the clauses that have every word, the words marked."""

from dataclasses import dataclass, field
from typing import Any

from content.search.folding import fold
from content.search.marking import marked, marked_html, plain

#: A query longer than this is cut; the same as on the page of the search.
LENGTH = 120
#: Words of a query beyond this add nothing.
WORDS = 8


@dataclass
class Within:
    """What a query finds in a document.

    ``sections`` are all of them, with the words marked where they were found; ``hits`` are
    the clauses that have every word, in order; ``marks`` is how often words stand in them.
    """

    query: str
    sections: list[dict[str, Any]]
    hits: list[dict[str, Any]] = field(default_factory=list)
    marks: int = 0


def within(sections: list[dict[str, Any]], query: str) -> Within:
    """Search ``sections``, as ``content.guidelines.reading`` gives them, for ``query``.

    A clause is found by its text, its subject and its number. An empty query finds
    nothing and marks nothing.
    """
    words = query.split()[:WORDS]
    if not words:
        return Within(query, sections)
    found = Within(query, [])
    folded = [fold(word) for word in words]
    for section in sections:
        clauses = [_looked_at(one, folded, found) for one in section["clauses"]]
        found.sections.append(section | {"clauses": clauses})
    return found


def asked(raw: str) -> str:
    """Return what was typed into a search field, as far as it can be searched for."""
    return raw.replace("\0", "").strip()[:LENGTH]


def _looked_at(
    clause: dict[str, Any], words: list[str], found: Within
) -> dict[str, Any]:
    """Return ``clause`` with ``words`` marked, and count it in ``found`` if it has them all."""
    title = str(clause.get("title", ""))
    text = fold(f"{clause['number']} {title} {plain(clause['text'])}")
    if not all(word in text for word in words):
        return clause
    shown = clause | {
        "text": marked_html(clause["text"], words),
        "title": marked(title, words),
        "is_hit": True,
    }
    found.hits.append(shown)
    found.marks += sum(shown[part].count("<mark>") for part in ("text", "title"))
    return shown
