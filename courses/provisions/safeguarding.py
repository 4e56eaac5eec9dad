"""The safeguard review of guidelines."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from courses import gates, outline, safeguarding
from courses.errors import SafeguardError
from courses.models import Approval, SafeguardReview
from courses.provisions.models import Document, DocumentVersion
from courses.provisions.proposing import newest_version
from courses.provisions.releasing import authors_since_edition, standing
from courses.refusing import noting_refusals
from courses.review_subjects import Part, Subject, only_second
from courses.safeguarding import Answer

if TYPE_CHECKING:
    from elearning.accounts.models import User


def subject_of(document: Document) -> Subject | None:
    """Return the guideline as what waits for a safeguard review, or nothing."""
    version = newest_version(document)
    if document.editions.filter(version=version).exists():
        return None
    authors = authors_since_edition(version)
    given = standing(version, outline.approvals_of([version.digest]))
    if Approval.Gate.SAFEGUARD not in gates.lacks(given, authors):
        return None
    return Subject(
        key=document.code,
        code=document.code,
        title=document.title,
        parts=_parts(version),
        authors=frozenset(authors),
        seconds=only_second(given, authors),
        url=f"/desk/release/guidelines/{document.slug}/",
    )


def review(
    document: Document, answers: Sequence[Answer], *, by: "User", seen: str
) -> SafeguardReview:
    """Record a review of the newest version of a guideline; see ``safeguarding.review``."""
    with noting_refusals(
        "provisions.review_refused", SafeguardError, by=by, on=document
    ):
        Document.objects.select_for_update().get(pk=document.pk)
        return safeguarding.settle(subject_of(document), answers, by=by, seen=seen)


def _parts(version: DocumentVersion) -> tuple[Part, ...]:
    title = version.document.title
    return (Part(version.document.slug, title, version.digest),)
