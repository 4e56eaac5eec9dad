"""A document's sections as its readers see them: anchors, citations and sources."""

from typing import Any

from courses.provisions.citing import resolve
from courses.provisions.models import Document
from courses.provisions.models.clause import anchor


def sections_of(document: Document, text: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the sections of ``text`` with clauses as the templates show them.

    ``text`` is one language of ``DocumentVersion.body``. Two queries for all citations.
    """
    sections = text.get("sections", ())
    clauses = [clause for section in sections for clause in section["clauses"]]
    codes = dict.fromkeys(code for one in clauses for code in one.get("cites", ()))
    cited = {one.code: one for one in resolve(codes)}

    def shown(clause: dict[str, Any]) -> dict[str, Any]:
        return clause | {
            "anchor": anchor(document.kind, clause["number"]),
            "citation": f"{document.code} {clause['number']}",
            "cited": [cited[code] for code in clause.get("cites", ()) if code in cited],
        }

    return [
        section | {"clauses": [shown(clause) for clause in section["clauses"]]}
        for section in sections
    ]
