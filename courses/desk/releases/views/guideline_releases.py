"""The changes of a guideline, their approval by a second person, and the release."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from courses import version_texts
from courses.desk.kit import access
from courses.desk.kit.list_page import Tab
from courses.desk.releases.exception_rows import LanguageExceptionRow as ExceptionLine
from courses.desk.releases.exception_rows import list_open_exception_rows
from courses.desk.releases.forms import ReleasePlanForm
from courses.desk.releases.guideline_differences import (
    GuidelineDifference,
    collect_clause_weights,
    list_guideline_differences,
)
from courses.desk.reviews.review_rows import ReviewRow, list_review_rows
from courses.provisions import guideline_approval, guideline_review
from courses.provisions.document_release import list_document_faults
from courses.provisions.document_versions import confirm_document_language
from courses.provisions.errors import DocumentReleaseError, ProvisionError
from courses.provisions.models import Document, DocumentEdition, DocumentVersion
from courses.release import language_exceptions, page_budget, planned_releases
from elearning.accounts.signed_in_request import SignedInRequest
from elearning.languages import OWN_NAMES, get_current_language


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*access.RELEASERS)
def show_guideline_release(request: SignedInRequest, slug: str) -> HttpResponse:
    """Show the changes of a guideline; on POST, release it if it is approved."""
    shown = get_object_or_404(guideline_approval.list_published_guidelines(), slug=slug)
    if request.method == "POST":
        return _release(request, shown)
    version = guideline_approval.get_newest_version(shown)
    return _shown(
        request,
        version,
        list_guideline_differences(version, _language(request, version)),
    )


@require_POST
@access.require_role(*access.RELEASERS)
def weigh_guideline_changes(request: SignedInRequest, slug: str) -> HttpResponse:
    """Save the weight of each changed clause; errors are shown at their clauses."""
    shown = get_object_or_404(guideline_approval.list_published_guidelines(), slug=slug)
    version = guideline_approval.get_newest_version(shown)
    found = list_guideline_differences(
        version, _language(request, version), request.POST
    )
    words = collect_clause_weights(found)
    if words is None:
        return _shown(request, version, found, status=HTTPStatus.BAD_REQUEST)
    try:
        guideline_approval.propose_guideline_weights(
            shown, words, by=request.user, seen=request.POST.get("seen", "")
        )
    except ProvisionError as error:
        messages.error(request, str(error))
    else:
        messages.success(
            request, _("Saved. You now count as an author of these changes.")
        )
    return redirect("desk:release-document", slug)


def _shown(
    request: SignedInRequest,
    version: DocumentVersion,
    found: list[GuidelineDifference],
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    """Render the page of a guideline with its changes."""
    language = _language(request, version)
    text = version.body[language]
    edition = version.document.current_edition
    exceptions = list_open_exception_rows(version.document, timezone.localdate())
    context = {
        "document": version.document,
        "edition": edition,
        "version": version,
        "text": _read(text, language),
        "language": language,
        "fallback": language if language != get_current_language() else "",
        "is_changed": edition is None or edition.version_id != version.pk,
        "news": found,
        "has_weights": any(one.form for one in found),
        "has_faults": status != HTTPStatus.OK,
        "wordings": [
            Tab(f"?in={code}", OWN_NAMES[code], code == language)
            for code in OWN_NAMES
            if code in version.body
        ],
        "versions": guideline_approval.list_versions_since_edition(version),
        "lagging": _named(sorted(version.languages_outdated)),
        "languages": _named(_changed(edition, version)),
        "missing": guideline_approval.list_guideline_obstacles(version),
        "faults": list_document_faults(version),
        "is_reviewer": request.user.has_role(*access.REVIEWERS),
        "reviews": _reviews(version.document),
        "planned": planned_releases.find_planned_release(version.document),
        "plan": ReleasePlanForm(),
        "heavy": page_budget.list_unwaived_over_budget([version]),
        "exceptions": exceptions,
        "may_except": _may_except(version, exceptions),
        "awaiting": guideline_approval.is_awaiting_approval(version, by=request.user),
        "may_approve": guideline_approval.can_approve_guideline(
            version, by=request.user
        ),
    }
    return render(request, "desk/release_document.html", context, status=status)


@require_POST
@access.require_role(*access.RELEASERS)
def approve_guideline_release(request: SignedInRequest, slug: str) -> HttpResponse:
    """Record the second person’s approval of the changes."""
    shown = get_object_or_404(guideline_approval.list_published_guidelines(), slug=slug)
    try:
        guideline_approval.approve_guideline(
            shown, by=request.user, seen=request.POST.get("seen", "")
        )
    except DocumentReleaseError as error:
        for reason in error.reasons:
            messages.error(request, reason)
    else:
        messages.success(
            request,
            _("You approved this guideline. Readers see it after the release."),
        )
    return redirect("desk:release-document", slug)


@require_POST
@access.require_role(*access.RELEASERS)
def confirm_guideline_language(
    request: SignedInRequest, slug: str, version: int, language: str
) -> HttpResponse:
    """Record that a language needs no change to match the others."""
    shown = get_object_or_404(guideline_approval.list_published_guidelines(), slug=slug)
    newest = guideline_approval.get_newest_version(shown)
    if newest.pk != version:
        messages.error(
            request,
            _(
                "This guideline was published again while you were reading it. "
                "Look at it again."
            ),
        )
        return redirect("desk:release-document", slug)
    if confirm_document_language(newest, language, by=request.user) != newest:
        messages.success(request, _("Noted. You now count as an author of this part."))
    return redirect("desk:release-document", slug)


def _release(request: SignedInRequest, shown: Document) -> HttpResponse:
    try:
        edition = guideline_approval.release_guideline(
            shown, by=request.user, seen=request.POST.get("seen", "")
        )
    except DocumentReleaseError as error:
        for reason in error.reasons:
            messages.error(request, reason)
        return redirect("desk:release-document", shown.slug)
    messages.success(
        request,
        _("Edition %(number)d is released. Everybody reads it from now on.")
        % {"number": edition.number},
    )
    return redirect("desk:release")


def _language(request: SignedInRequest, version: DocumentVersion) -> str:
    """Return the requested language, else that of the page or the nearest."""
    asked = request.GET.get("in", "")
    return asked if asked in version.body else version.text()[1]


def _reviews(shown: Document) -> list[ReviewRow]:
    subject = guideline_review.find_review_subject(shown)
    return list_review_rows([subject] if subject else [])


def _changed(edition: DocumentEdition | None, version: DocumentVersion) -> list[str]:
    """Return the languages in which ``version`` differs from the released text."""
    before = edition.version.body if edition else {}
    return [
        code
        for code in OWN_NAMES
        if version.body.get(code, {}).get("digest")
        != before.get(code, {}).get("digest")
    ]


def _may_except(version: DocumentVersion, lines: list[ExceptionLine]) -> bool:
    """Tell whether an exception may be requested: none waits, and something differs."""
    if any(line.is_waiting for line in lines):
        return False
    return bool(language_exceptions.list_unexcepted_gaps(version.document))


def _read(text: dict[str, Any], language: str) -> dict[str, Any]:
    """Return ``text`` with its opening and clauses rendered as for readers."""
    sections = text.get("sections", ())
    kept = [text.get("lead", "")]
    kept += [clause["text"] for section in sections for clause in section["clauses"]]
    lead, *clauses = version_texts.get_text_source().render_rich_texts(kept, language)
    read = iter(clauses)
    return text | {
        "lead": lead,
        "sections": [
            section
            | {
                "clauses": [
                    clause | {"text": next(read)} for clause in section["clauses"]
                ]
            }
            for section in sections
        ],
    }


def _named(codes: list[str]) -> list[tuple[str, str]]:
    return [(code, OWN_NAMES[code]) for code in codes]
