"""The changes of a guideline, their approval by a second person, and the release."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from courses import version_texts
from courses.desk.kit import access
from courses.desk.kit.list_page import Tab
from courses.desk.releases.forms import ReleasePlanForm
from courses.desk.releases.guideline_differences import (
    GuidelineDifference,
    collect_clause_weights,
    list_guideline_differences,
)
from courses.desk.releases.release_page import (
    build_release_context,
    record_approval,
    record_release,
)
from courses.errors import ReleaseError
from courses.provisions import guideline_approval
from courses.provisions.document_release import DocumentProposal
from courses.provisions.document_versions import confirm_document_language
from courses.provisions.errors import ProvisionError
from courses.provisions.models import Document, DocumentEdition, DocumentVersion
from elearning.accounts.signed_in_request import SignedInRequest
from elearning.languages import OWN_NAMES, get_current_language


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*access.RELEASERS)
def show_guideline_release(request: SignedInRequest, slug: str) -> HttpResponse:
    """Show the changes of a guideline; on POST, release it if it is approved."""
    shown = get_object_or_404(guideline_approval.list_published_guidelines(), slug=slug)
    if request.method == "POST":
        return _release(request, shown)
    proposal = DocumentProposal(shown)
    language = _language(request, proposal.version)
    found = list_guideline_differences(proposal.version, language)
    return _shown(request, proposal, found)


@require_POST
@access.require_role(*access.RELEASERS)
def weigh_guideline_changes(request: SignedInRequest, slug: str) -> HttpResponse:
    """Save the weight of each changed clause; errors are shown at their clauses."""
    shown = get_object_or_404(guideline_approval.list_published_guidelines(), slug=slug)
    proposal = DocumentProposal(shown)
    language = _language(request, proposal.version)
    found = list_guideline_differences(proposal.version, language, request.POST)
    words = collect_clause_weights(found)
    if words is None:
        return _shown(request, proposal, found, status=HTTPStatus.BAD_REQUEST)
    try:
        guideline_approval.propose_guideline_weights(
            shown, words, by=request.user, seen=request.POST.get("seen", "")
        )
    except (ReleaseError, ProvisionError) as error:
        messages.error(request, str(error))
    else:
        messages.success(
            request, _("Saved. You now count as an author of these changes.")
        )
    return redirect("desk:release-document", slug)


def _shown(
    request: SignedInRequest,
    proposal: DocumentProposal,
    found: list[GuidelineDifference],
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    """Render the page of a guideline with its changes."""
    document, version = proposal.document, proposal.version
    language, edition = _language(request, version), document.current_edition
    text = version.body[language]
    context = build_release_context(request, proposal) | {
        "document": document,
        "edition": edition,
        "version": version,
        "text": _read(text, language),
        "language": language,
        "fallback": language if language != get_current_language() else "",
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
        "plan": ReleasePlanForm(),
        "awaiting": proposal.list_awaiting(request.user),
    }
    return render(request, "desk/release_document.html", context, status=status)


@require_POST
@access.require_role(*access.RELEASERS)
def approve_guideline_release(request: SignedInRequest, slug: str) -> HttpResponse:
    """Record the second person’s approval of the changes."""
    shown = get_object_or_404(guideline_approval.list_published_guidelines(), slug=slug)
    if record_approval(request, shown):
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
    edition = record_release(request, shown)
    if edition is None:
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


def _changed(edition: DocumentEdition | None, version: DocumentVersion) -> list[str]:
    """Return the languages in which ``version`` differs from the released text."""
    before = edition.version.body if edition else {}
    return [
        code
        for code in OWN_NAMES
        if version.body.get(code, {}).get("digest")
        != before.get(code, {}).get("digest")
    ]


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
