"""The list of subjects that wait for a safeguard review, and the review."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from courses.compliance.answer_key_access import record_key_view
from courses.desk.kit import access
from courses.desk.reviews.forms import ChecklistForm
from courses.desk.reviews.review_rows import (
    filter_returned_rows,
    list_review_rows,
    list_waiting_reviews,
)
from courses.desk.reviews.review_texts import (
    GuidelineTexts,
    OutlineTexts,
    ReviewTexts,
    UnitTexts,
    open_part,
)
from courses.errors import SafeguardError
from courses.models import Course, Unit
from courses.provisions import guideline_approval as documents
from courses.provisions.document_release import DocumentProposal
from courses.provisions.models import Document
from courses.release import safeguard_reviews
from courses.release.edition_proposal import EditionProposal
from courses.release.proposed_parts import ProposedPart
from courses.release.releasables import Releasable
from courses.release.review_subjects import ReviewSubject
from courses.release.safeguard_reviews import ReviewAnswer
from elearning.accounts.signed_in_request import SignedInRequest
from elearning.languages import get_current_language

_HTTP = ["GET", "HEAD", "POST"]


@dataclass(frozen=True)
class _Desk:
    """The course or guideline, the subject under review, and its texts."""

    row: Course | Document
    subject: ReviewSubject | None
    texts: ReviewTexts


@require_safe
@access.require_role(*access.REVIEWERS)
def list_safeguard_reviews(request: SignedInRequest) -> HttpResponse:
    """List the waiting modules and guidelines, and separately those returned."""
    lines = list_waiting_reviews()
    context = {
        "waiting": [line for line in lines if not line.is_returned],
        "returned": filter_returned_rows(lines),
    }
    return render(request, "desk/reviews/list.html", context)


@require_http_methods(_HTTP)
@access.require_role(*access.REVIEWERS)
def review_course_module(request: SignedInRequest, slug: str, key: str) -> HttpResponse:
    """Review the changes in a module of a course."""
    course = get_object_or_404(Course, slug=slug)
    proposal = EditionProposal(course)
    subject = _find(proposal, str(key))
    is_outline = subject is not None and subject.is_outline
    texts: ReviewTexts = OutlineTexts(proposal) if is_outline else UnitTexts(course)
    return _review(request, _Desk(course, subject, texts))


@require_http_methods(_HTTP)
@access.require_role(*access.REVIEWERS)
def review_guideline(request: SignedInRequest, slug: str) -> HttpResponse:
    """Review the changes in a guideline."""
    document = get_object_or_404(documents.list_published_guidelines(), slug=slug)
    proposal = DocumentProposal(document)
    subject, texts = _find(proposal, proposal.code), GuidelineTexts(proposal.version)
    return _review(request, _Desk(document, subject, texts))


def _find(proposal: Releasable[Any], key: str) -> ReviewSubject | None:
    subjects = proposal.list_review_subjects()
    return next((one for one in subjects if one.key == key), None)


def _review(request: SignedInRequest, desk: _Desk) -> HttpResponse:
    """Show the checklist; save a draft, or record a finished review."""
    subject = desk.subject
    if subject is None:
        if request.method != "POST":
            raise Http404
        messages.error(
            request, _("Nothing here is waiting for a safeguard review any more.")
        )
        return redirect("desk:reviews:list")
    draft = safeguard_reviews.load_review_draft(subject, by=request.user)
    blocks = desk.texts.blocks(subject.parts, get_current_language())
    form = ChecklistForm(
        request.POST or None, subject=subject, blocks=blocks, initial=draft
    )
    if request.method == "POST" and (done := _taken(request, desk, form)):
        return done
    (line,) = list_review_rows([subject])
    opened = open_part(
        desk.texts,
        subject.parts,
        request.GET.get("part", ""),
        request.GET.get("language", ""),
        line.answers,
    )
    _note_look(request, subject, opened.part)
    obstacle = safeguard_reviews.find_review_obstacle(subject, by=request.user)
    context = {
        "subject": subject,
        "line": line,
        "form": form,
        "opened": opened,
        "obstacle": obstacle,
        "is_form": not obstacle,
        "seal": subject.seal(line.last),
        "release": access.get_release_url(desk.row),
    }
    return render(request, "desk/reviews/review.html", context)


def _note_look(
    request: SignedInRequest, subject: ReviewSubject, part: ProposedPart
) -> None:
    """Record a view of the answer key if the open part is a question."""
    unit = part.version.unit if part.version else None
    if subject.course and unit and unit.kind == Unit.Kind.QUESTION:
        record_key_view(request.user, subject.course, unit.key)


def _taken(
    request: SignedInRequest, desk: _Desk, form: ChecklistForm
) -> HttpResponse | None:
    """Save the draft; return where to go on, or ``None`` if answers are missing."""
    subject = desk.subject
    if subject is None:
        raise Http404
    if obstacle := safeguard_reviews.find_review_obstacle(subject, by=request.user):
        messages.error(request, obstacle)
        return redirect(request.path)
    safeguard_reviews.save_review_draft(subject, form.unfinished(), by=request.user)
    if "show" in request.POST:
        part, _mark, language = request.POST["show"].partition("#")
        query = urlencode({"part": part, "language": language})
        return redirect(f"{request.path}?{query}#text")
    if "keep" in request.POST:
        messages.success(request, _("Saved. Only you can see it until you finish."))
        return redirect("desk:reviews:list")
    if not form.is_valid():
        return None
    return _settled(request, desk.row, subject.key, form.answers())


def _settled(
    request: SignedInRequest,
    row: Course | Document,
    key: str,
    answers: list[ReviewAnswer],
) -> HttpResponse:
    seen = request.POST.get("seen", "")
    try:
        review = safeguard_reviews.record_review(
            row, key, answers, by=request.user, seen=seen
        )
    except SafeguardError as error:
        messages.error(request, str(error))
        return redirect(request.path)
    if review.is_returned:
        messages.success(
            request,
            _("Returned. The authors have been notified and will read your reasons."),
        )
    else:
        messages.success(
            request, _("Passed. It may be released once the rest is done.")
        )
    return redirect("desk:reviews:list")
