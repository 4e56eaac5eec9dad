"""Instruments and guidelines, their versions, editions and clauses."""

from courses.provisions.models.change import ClauseChange, ClauseClaim, Reaffirmed
from courses.provisions.models.citation import Citation
from courses.provisions.models.clause import Clause, ClauseText
from courses.provisions.models.document import (
    Document,
    DocumentEdition,
    DocumentSegments,
    DocumentVersion,
)

__all__ = [
    "Citation",
    "Clause",
    "ClauseChange",
    "ClauseClaim",
    "ClauseText",
    "Document",
    "DocumentEdition",
    "DocumentSegments",
    "DocumentVersion",
    "Reaffirmed",
]
