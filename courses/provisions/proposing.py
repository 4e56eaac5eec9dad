"""The next edition of a guideline: published by the studio, approved and released at the desk."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from courses import gates, outline
from courses.models import Approval
from courses.provisions import weighing
from courses.provisions.errors import DocumentReleaseError
from courses.provisions.models import Document, DocumentEdition, DocumentVersion
from courses.provisions.releasing import (
    authors_since_edition,
    faults,
    missing,
    release,
    standing,
)
from courses.refusing import noting_refusals

if TYPE_CHECKING:
    from elearning.accounts.models import User


@dataclass(frozen=True)
class Proposal:
    """A guideline, what is released of it, and whether something newer waits."""

    document: Document
    is_changed: bool
    edition: int | None
    released_at: datetime | None


def proposed() -> QuerySet[Document]:
    """Return the guidelines of which anything was published."""
    published = DocumentVersion.objects.values("document")
    return Document.objects.guidelines().filter(pk__in=published)


def proposals() -> list[Proposal]:
    """Return every published guideline, those that wait first; one query."""
    versions = DocumentVersion.objects.filter(document=OuterRef("pk"))
    editions = DocumentEdition.objects.filter(document=OuterRef("pk"))
    newest, current = versions.order_by("-number"), editions.order_by("-number")
    rows = proposed().annotate(
        newest=Subquery(newest.values("pk")[:1]),
        released=Subquery(current.values("version")[:1]),
        edition=Subquery(current.values("number")[:1]),
        released_at=Subquery(current.values("released_at")[:1]),
    )
    found = [
        Proposal(row, row.newest != row.released, row.edition, row.released_at)
        for row in rows
    ]
    return sorted(found, key=lambda one: (not one.is_changed, one.document.code))


def newest_version(document: Document) -> DocumentVersion:
    """Return the version that the next edition would have."""
    return document.versions.select_related("document").latest("number")


def missing_for(version: DocumentVersion) -> list[str]:
    """Return, in whole sentences, what stands between ``version`` and a release."""
    return missing(version, outline.approvals_of([version.digest]))


def may_approve(version: DocumentVersion, *, by: "User") -> bool:
    """Tell whether ``by`` wrote nothing of what is new, so that her approval counts."""
    return by.pk not in authors_since_edition(version)


def is_awaiting(version: DocumentVersion, *, by: "User") -> bool:
    """Tell whether ``version`` waits for a second person, and ``by`` may be it."""
    authors = authors_since_edition(version)
    given = standing(version, outline.approvals_of([version.digest]))
    reviewers = gates.reviewers_among(given)
    return gates.awaits(Approval.Gate.PEER, given, authors, by.pk, reviewers)


def approve_proposal(document: Document, *, by: "User", seen: str) -> list[Approval]:
    """Stand, as the second person, for the newest version; return the approval.

    ``seen`` is the ``digest`` of the version on the screen: another one is refused, so
    that nobody approves what she has not read. Faults, her own text, or one approved
    already raise ``DocumentReleaseError``.
    """
    with noting_refusals(
        "provisions.approval_refused", DocumentReleaseError, by=by, on=document
    ):
        version = look_again(document, seen)
        if found := faults(version):
            raise DocumentReleaseError(found)
        if not is_awaiting(version, by=by):
            raise DocumentReleaseError(
                [
                    _(
                        "Nothing here waits for your approval: it is approved, or you "
                        "wrote it yourself and a second person has to read it."
                    )
                ]
            )
        return outline.approve([version.digest], by=by)


def weigh_proposal(
    document: Document, said: Mapping[str, weighing.Word], *, by: "User", seen: str
) -> None:
    """Keep how much each change of the newest version weighs (``weighing.weigh``).

    ``seen`` is as for ``approve_proposal``.
    """
    with transaction.atomic():
        weighing.weigh(look_again(document, seen), said, by=by)


def versions_since_edition(version: DocumentVersion) -> list[DocumentVersion]:
    """Return what was published since the current edition, newest first, without texts."""
    current = version.document.current_edition
    rows = version.document.versions.filter(number__lte=version.number).defer("body")
    return list(rows.filter(number__gt=current.version.number) if current else rows)


def release_proposal(document: Document, *, by: "User", seen: str) -> DocumentEdition:
    """Release the newest version of a guideline, approved before, as the next edition.

    ``seen`` is as for ``approve_proposal``; whatever is missing raises
    ``DocumentReleaseError``.
    """
    with noting_refusals(
        "provisions.release_refused", DocumentReleaseError, by=by, on=document
    ):
        version = look_again(document, seen)
        return release(version, outline.approvals_of([version.digest]), by=by)


def look_again(document: Document, seen: str) -> DocumentVersion:
    """Hold the document and return its newest version, which must be the one ``seen``."""
    Document.objects.select_for_update().get(pk=document.pk)
    version = newest_version(document)
    if seen != version.digest:
        raise DocumentReleaseError(
            [
                _(
                    "This guideline was published again while you read it. "
                    "Look at it once more."
                )
            ]
        )
    return version
