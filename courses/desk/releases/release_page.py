"""The parts of release pages that courses and guidelines share."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from courses.desk.kit import access
from courses.desk.releases.exception_rows import list_open_exception_rows
from courses.desk.reviews.review_rows import list_review_rows
from courses.errors import ReleaseError
from courses.models import Approval, Course
from courses.provisions import guideline_approval
from courses.provisions.models import Document
from courses.release import planned_releases, proposal_approval
from courses.release.releasables import NumberedEdition, Releasable
from elearning.accounts.signed_in_request import SignedInRequest

#: A view about a course or guideline; it may take further keys of the address.
RowView = Callable[..., HttpResponse]


def split_by_kind(
    methods: Callable[[access.View], access.View], view: RowView
) -> tuple[access.View, access.View]:
    """Return ``view`` for courses and for guidelines, each found by the slug.

    ``methods`` is the decorator for the methods of the request.
    """

    def show_course(request: SignedInRequest, slug: str, **keys: Any) -> HttpResponse:
        rows = access.list_releasable_courses(request.user)
        return view(request, get_object_or_404(rows, slug=slug), **keys)

    def show_guideline(
        request: SignedInRequest, slug: str, **keys: Any
    ) -> HttpResponse:
        rows = guideline_approval.list_published_guidelines()
        return view(request, get_object_or_404(rows, slug=slug), **keys)

    guard = access.require_role(*access.RELEASERS)
    return methods(guard(show_course)), methods(guard(show_guideline))


def build_release_context(
    request: SignedInRequest, proposal: Releasable[Any]
) -> dict[str, Any]:
    """Return the context of the page of ``proposal``, besides what is new in it."""
    exceptions = list_open_exception_rows(proposal.row, timezone.localdate())
    return {
        "proposal": proposal,
        "is_reviewer": request.user.has_role(*access.REVIEWERS),
        "reviews": list_review_rows(proposal.list_review_subjects()),
        "may_approve": proposal.may_approve(request.user),
        "exceptions": exceptions,
        "may_except": not any(row.is_waiting for row in exceptions)
        and bool(proposal.gaps),
        "planned": planned_releases.find_planned_release(proposal.row),
    }


def record_approval(request: SignedInRequest, row: Course | Document) -> list[Approval]:
    """Approve the proposal on the screen; say why if that is refused."""
    seen = request.POST.get("seen", "")
    try:
        return proposal_approval.approve_proposal(row, by=request.user, seen=seen)
    except ReleaseError as error:
        add_reasons(request, error)
    return []


def record_release(
    request: SignedInRequest, row: Course | Document, material: str = ""
) -> NumberedEdition | None:
    """Release the proposal on the screen; say why if that is refused."""
    seen = request.POST.get("seen", "")
    try:
        return proposal_approval.release_proposal(
            row, by=request.user, seen=seen, material=material
        )
    except ReleaseError as error:
        add_reasons(request, error)
    return None


def add_reasons(request: SignedInRequest, error: ReleaseError) -> None:
    """Show each reason of a refusal as a message."""
    for reason in error.reasons:
        messages.error(request, reason)
