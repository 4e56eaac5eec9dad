"""Next editions of guidelines: published by the studio, approved and released at the desk."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from courses.models import Approval
from courses.provisions import clause_weights
from courses.provisions.document_release import (
    list_authors_since_edition,
    list_document_faults,
    list_release_obstacles,
    list_valid_approvals,
    release_document,
)
from courses.provisions.errors import DocumentReleaseError
from courses.provisions.models import Document, DocumentEdition, DocumentVersion
from courses.release import content_approvals, gates
from courses.release.refusal_audit import record_refusals

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
    return document.versions.select_related("document").latest("number")


def list_guideline_obstacles(version: DocumentVersion) -> list[str]:
    """Return, in whole sentences, what prevents a release of ``version``."""
    return list_release_obstacles(
        version, content_approvals.list_approvals([version.digest])
    )


def can_approve_guideline(version: DocumentVersion, *, by: "User") -> bool:
    """Return whether ``by`` wrote nothing that is new, so that their approval counts."""
    return by.pk not in list_authors_since_edition(version)


def is_awaiting_approval(version: DocumentVersion, *, by: "User") -> bool:
    """Return whether ``version`` waits for a second person who may be ``by``."""
    authors = list_authors_since_edition(version)
    given = list_valid_approvals(
        version, content_approvals.list_approvals([version.digest])
    )
    reviewers = gates.list_approving_reviewers(given)
    return gates.can_approve_at_gate(
        Approval.Gate.PEER, given, authors, by.pk, reviewers
    )


def approve_guideline(document: Document, *, by: "User", seen: str) -> list[Approval]:
    """Approve the newest version as the second person; return the approval.

    ``seen`` is the ``digest`` of the version on the screen: any other is refused, so
    that nobody approves what they have not read. Raises ``DocumentReleaseError`` for
    faults, for their own text, or if it is approved already.
    """
    with record_refusals(
        "provisions.approval_refused", DocumentReleaseError, by=by, on=document
    ):
        version = lock_and_check_unchanged(document, seen)
        if found := list_document_faults(version):
            raise DocumentReleaseError(found)
        if not is_awaiting_approval(version, by=by):
            raise DocumentReleaseError(
                [
                    _(
                        "Nothing here is waiting for your approval: it has been "
                        "approved, or you wrote it yourself and a second person has to "
                        "read it."
                    )
                ]
            )
        return content_approvals.approve_content([version.digest], by=by)


def propose_guideline_weights(
    document: Document,
    said: Mapping[str, clause_weights.Word],
    *,
    by: "User",
    seen: str,
) -> None:
    """Record the weight of each change in the newest version (see ``clause_weights``).

    ``seen`` is as for ``approve_guideline``.
    """
    with transaction.atomic():
        clause_weights.propose_clause_weights(
            lock_and_check_unchanged(document, seen), said, by=by
        )


def list_versions_since_edition(version: DocumentVersion) -> list[DocumentVersion]:
    """Return the versions since the current edition, newest first, without ``body``."""
    current = version.document.current_edition
    rows = version.document.versions.filter(number__lte=version.number).defer("body")
    return list(rows.filter(number__gt=current.version.number) if current else rows)


def release_guideline(document: Document, *, by: "User", seen: str) -> DocumentEdition:
    """Release the newest, approved version of a guideline as the next edition.

    ``seen`` is as for ``approve_guideline``. Raises ``DocumentReleaseError`` for
    anything that is missing.
    """
    with record_refusals(
        "provisions.release_refused", DocumentReleaseError, by=by, on=document
    ):
        version = lock_and_check_unchanged(document, seen)
        return release_document(
            version, content_approvals.list_approvals([version.digest]), by=by
        )


def lock_and_check_unchanged(document: Document, seen: str) -> DocumentVersion:
    """Lock the document; return its newest version, which must be the one ``seen``."""
    Document.objects.select_for_update().get(pk=document.pk)
    version = get_newest_version(document)
    if seen != version.digest:
        raise DocumentReleaseError(
            [
                _(
                    "This guideline was published again while you were reading it. "
                    "Look at it again."
                )
            ]
        )
    return version
