"""Instruments and guidelines, their versions, editions and clauses."""

from courses.provisions.models.clause import Clause, ClauseText
from courses.provisions.models.document import (
    Document,
    DocumentEdition,
    DocumentVersion,
)

__all__ = ["Clause", "ClauseText", "Document", "DocumentEdition", "DocumentVersion"]
