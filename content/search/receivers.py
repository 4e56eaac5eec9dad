"""Receivers that index new editions."""

from content.search.search_index import index_document, index_edition
from courses.events import EditionReleased
from courses.provisions.events import DocumentReleased


@EditionReleased.receiver
def index_released_edition(event: EditionReleased) -> None:
    """Add the lessons of a new edition."""
    index_edition(event.edition)


@DocumentReleased.receiver
def index_released_document(event: DocumentReleased) -> None:
    """Add the clauses of a new edition of a document."""
    index_document(event.edition)
