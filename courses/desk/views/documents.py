"""What is new in a guideline, clause by clause, the second person's approval, the release."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from courses import budgets, excepting, planning, reading
from courses.desk import access
from courses.desk.clauses import News, news, said
from courses.desk.exceptions import Line as ExceptionLine
from courses.desk.exceptions import standing_lines
from courses.desk.release_forms import PlanForm
from courses.desk.reviews.listing import Line, lines_of
from courses.provisions import proposing, safeguarding
from courses.provisions.errors import DocumentReleaseError, ProvisionError
from courses.provisions.models import Document, DocumentEdition, DocumentVersion
from courses.provisions.releasing import faults
from courses.provisions.versions import confirm_language
from elearning.accounts.requests import SignedInRequest
from elearning.languages import OWN_NAMES, current


@require_http_methods(["GET", "HEAD", "POST"])
@access.for_roles(*access.RELEASERS)
def document(request: SignedInRequest, slug: str) -> HttpResponse:
    """Show what is new in a guideline; release it on request once it is approved."""
    shown = get_object_or_404(proposing.proposed(), slug=slug)
    if request.method == "POST":
        return _release(request, shown)
    version = proposing.newest_version(shown)
    return _shown(request, version, news(version, _language(request, version)))


@require_POST
@access.for_roles(*access.RELEASERS)
def weigh(request: SignedInRequest, slug: str) -> HttpResponse:
    """Keep how much each changed clause weighs; faults are shown at their clauses."""
    shown = get_object_or_404(proposing.proposed(), slug=slug)
    version = proposing.newest_version(shown)
    found = news(version, _language(request, version), request.POST)
    words = said(found)
    if words is None:
        return _shown(request, version, found, status=HTTPStatus.BAD_REQUEST)
    try:
        proposing.weigh_proposal(
            shown, words, by=request.user, seen=request.POST.get("seen", "")
        )
    except ProvisionError as error:
        messages.error(request, str(error))
    else:
        messages.success(
            request, _("Kept. You now count as an author of these changes.")
        )
    return redirect("desk:release-document", slug)


def _shown(
    request: SignedInRequest,
    version: DocumentVersion,
    found: list[News],
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    """Show the page of a guideline with what is new in it."""
    language = _language(request, version)
    text = version.body[language]
    edition = version.document.current_edition
    exceptions = standing_lines(version.document, access.today())
    context = {
        "document": version.document,
        "edition": edition,
        "version": version,
        "text": _read(text, language),
        "language": language,
        "fallback": language if language != current() else "",
        "is_changed": edition is None or edition.version_id != version.pk,
        "news": found,
        "has_weights": any(one.form for one in found),
        "has_faults": status != HTTPStatus.OK,
        "wordings": [
            {
                "url": f"?in={code}",
                "label": OWN_NAMES[code],
                "current": code == language,
            }
            for code in OWN_NAMES
            if code in version.body
        ],
        "versions": proposing.versions_since_edition(version),
        "lagging": _named(sorted(version.languages_outdated)),
        "languages": _named(_changed(edition, version)),
        "missing": proposing.missing_for(version),
        "faults": faults(version),
        "is_reviewer": request.user.has_role(*access.REVIEWERS),
        "reviews": _reviews(version.document),
        "planned": planning.pending(version.document),
        "plan": PlanForm(),
        "heavy": budgets.overweight([version]),
        "exceptions": exceptions,
        "may_except": _may_except(version, exceptions),
        "awaiting": proposing.is_awaiting(version, by=request.user),
        "may_approve": proposing.may_approve(version, by=request.user),
    }
    return render(request, "desk/release_document.html", context, status=status)


@require_POST
@access.for_roles(*access.RELEASERS)
def approve(request: SignedInRequest, slug: str) -> HttpResponse:
    """Note that the second person stands for what is new."""
    shown = get_object_or_404(proposing.proposed(), slug=slug)
    try:
        proposing.approve_proposal(
            shown, by=request.user, seen=request.POST.get("seen", "")
        )
    except DocumentReleaseError as error:
        for reason in error.reasons:
            messages.error(request, reason)
    else:
        messages.success(
            request,
            _("You stand for this guideline. Nobody reads it before the release."),
        )
    return redirect("desk:release-document", slug)


@require_POST
@access.for_roles(*access.RELEASERS)
def confirm(
    request: SignedInRequest, slug: str, version: int, language: str
) -> HttpResponse:
    """Note that a language needs no change to say the same as the others."""
    shown = get_object_or_404(proposing.proposed(), slug=slug)
    newest = proposing.newest_version(shown)
    if newest.pk != version:
        messages.error(
            request,
            _(
                "This guideline was published again while you read it. Look at it once more."
            ),
        )
        return redirect("desk:release-document", slug)
    if confirm_language(newest, language, by=request.user) != newest:
        messages.success(request, _("Noted. You now count as an author of this part."))
    return redirect("desk:release-document", slug)


def _release(request: SignedInRequest, shown: Document) -> HttpResponse:
    try:
        edition = proposing.release_proposal(
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
    """Return the language that is asked for, else that of the page or the nearest."""
    asked = request.GET.get("in", "")
    return asked if asked in version.body else version.text()[1]


def _reviews(shown: Document) -> list[Line]:
    subject = safeguarding.subject_of(shown)
    return lines_of([subject] if subject else [])


def _changed(edition: DocumentEdition | None, version: DocumentVersion) -> list[str]:
    """Return the languages in which ``version`` is not what is released."""
    before = edition.version.body if edition else {}
    return [
        code
        for code in OWN_NAMES
        if version.body.get(code, {}).get("digest")
        != before.get(code, {}).get("digest")
    ]


def _may_except(version: DocumentVersion, lines: list[ExceptionLine]) -> bool:
    """Tell whether an exception may be asked for: nothing waits, and something differs."""
    if any(line.is_waiting for line in lines):
        return False
    return bool(excepting.open_gaps(version.document))


def _read(text: dict[str, Any], language: str) -> dict[str, Any]:
    """Return ``text`` with its opening and clauses as its readers get them."""
    sections = text.get("sections", ())
    kept = [text.get("lead", "")]
    kept += [clause["text"] for section in sections for clause in section["clauses"]]
    lead, *clauses = reading.source().read(kept, language)
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
