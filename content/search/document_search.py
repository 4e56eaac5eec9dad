"""Search within one document, with matching words highlighted."""

from dataclasses import dataclass, field
from typing import Any

from content.search.hit_highlights import highlight_html, highlight_text, strip_markup
from content.search.letter_folding import fold_letters

#: The maximum length of a query, in characters; the same as on the search page.
LENGTH = 120
#: The maximum number of words used from a query.
WORDS = 8


@dataclass
class DocumentMatches:
    """The matches of a query in a document.

    ``sections`` are all sections, with matching words highlighted; ``hits`` are the
    clauses that have every word, in order; ``marks`` is the number of highlights in
    them.
    """

    query: str
    sections: list[dict[str, Any]]
    hits: list[dict[str, Any]] = field(default_factory=list)
    marks: int = 0


def search_document(sections: list[dict[str, Any]], query: str) -> DocumentMatches:
    """Search ``sections`` of ``content.guidelines.document_sections`` for ``query``.

    Text, subject and number of clauses are searched. An empty query matches and
    highlights nothing.
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
    """Return the text typed into a search field, cleaned and cut to ``LENGTH``."""
    return raw.replace("\0", "").strip()[:LENGTH]


def _looked_at(
    clause: dict[str, Any], words: list[str], found: DocumentMatches
) -> dict[str, Any]:
    """Return ``clause`` with ``words`` highlighted; add it to ``found`` if it has all."""
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
