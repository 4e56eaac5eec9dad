"""Safeguard reviews of guidelines."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from courses.errors import SafeguardError
from courses.models import Approval, SafeguardReview
from courses.provisions.document_release import (
    list_authors_since_edition,
    list_valid_approvals,
)
from courses.provisions.guideline_approval import get_newest_version
from courses.provisions.models import Document, DocumentVersion
from courses.release import content_approvals, gates, safeguard_reviews
from courses.release.refusal_audit import record_refusals
from courses.release.review_subjects import (
    ReviewPart,
    ReviewSubject,
    find_sole_second_person,
)
from courses.release.safeguard_reviews import ReviewAnswer

if TYPE_CHECKING:
    from elearning.accounts.models import User


def find_review_subject(document: Document) -> ReviewSubject | None:
    """Return the guideline as a review subject if it waits for a review, else ``None``."""
    version = get_newest_version(document)
    if document.editions.filter(version=version).exists():
        return None
    authors = list_authors_since_edition(version)
    given = list_valid_approvals(
        version, content_approvals.list_approvals([version.digest])
    )
    if Approval.Gate.SAFEGUARD not in gates.list_missing_gates(given, authors):
        return None
    return ReviewSubject(
        key=document.code,
        code=document.code,
        title=document.title,
        parts=_parts(version),
        authors=frozenset(authors),
        seconds=find_sole_second_person(given, authors),
        url=f"/desk/release/guidelines/{document.slug}/",
    )


def review_guideline(
    document: Document, answers: Sequence[ReviewAnswer], *, by: "User", seen: str
) -> SafeguardReview:
    """Record a review of the newest version of a guideline.

    Parameters and errors are as for ``safeguard_reviews.review_course``.
    """
    with record_refusals(
        "provisions.review_refused", SafeguardError, by=by, on=document
    ):
        Document.objects.select_for_update().get(pk=document.pk)
        return safeguard_reviews.record_review(
            find_review_subject(document), answers, by=by, seen=seen
        )


def _parts(version: DocumentVersion) -> tuple[ReviewPart, ...]:
    title = version.document.title
    return (ReviewPart(version.document.slug, title, version.digest),)
