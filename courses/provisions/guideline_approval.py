"""Guidelines that wait at the desk for their next edition, and the weights of their changes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery

from courses.provisions import clause_weights
from courses.provisions.document_release import DocumentProposal
from courses.provisions.models import Document, DocumentEdition, DocumentVersion

if TYPE_CHECKING:
    from elearning.accounts.models import User


@dataclass(frozen=True)
class GuidelineProposal:
    """A guideline, its current edition, and whether something newer is waiting."""

    document: Document
    is_changed: bool
    edition: int | None
    released_at: datetime | None


def list_published_guidelines() -> QuerySet[Document]:
    """Return the guidelines with at least one published version."""
    published = DocumentVersion.objects.values("document")
    return Document.objects.guidelines().filter(pk__in=published)


def list_guideline_proposals() -> list[GuidelineProposal]:
    """Return all published guidelines, those with changes first; one query."""
    versions = DocumentVersion.objects.filter(document=OuterRef("pk"))
    editions = DocumentEdition.objects.filter(document=OuterRef("pk"))
    newest, current = versions.order_by("-number"), editions.order_by("-number")
    rows = list_published_guidelines().annotate(
        newest=Subquery(newest.values("pk")[:1]),
        released=Subquery(current.values("version")[:1]),
        edition=Subquery(current.values("number")[:1]),
        released_at=Subquery(current.values("released_at")[:1]),
    )
    found = [
        GuidelineProposal(row, row.newest != row.released, row.edition, row.released_at)
        for row in rows
    ]
    return sorted(found, key=lambda one: (not one.is_changed, one.document.code))


def get_newest_version(document: Document) -> DocumentVersion:
    """Return the version for the next edition."""
    return DocumentProposal(document).version


def propose_guideline_weights(
    document: Document,
    said: Mapping[str, clause_weights.Word],
    *,
    by: "User",
    seen: str,
) -> None:
    """Record the weight of each change in the newest version (see ``clause_weights``).

    ``seen`` is the ``digest`` of the version on the screen: ``ReleaseError`` for any
    other.
    """
    proposal = DocumentProposal(document)
    with transaction.atomic():
        proposal.lock_unchanged(seen)
        clause_weights.propose_clause_weights(proposal.version, said, by=by)


def list_versions_since_edition(version: DocumentVersion) -> list[DocumentVersion]:
    """Return the versions since the current edition, newest first, without ``body``."""
    current = version.document.current_edition
    rows = version.document.versions.filter(number__lte=version.number).defer("body")
    return list(rows.filter(number__gt=current.version.number) if current else rows)
