"""Receivers that index new editions."""

from typing import Any

from django.dispatch import receiver

from content.search.search_index import index_document, index_edition
from courses.provisions.signals import document_released
from courses.signals import edition_released


@receiver(edition_released)
def index_released_edition(edition: Any, **kwargs: Any) -> None:
    """Index the lessons of a new edition."""
    index_edition(edition)


@receiver(document_released)
def index_released_document(edition: Any, **kwargs: Any) -> None:
    """Index the clauses of a new edition of a document."""
    index_document(edition)
