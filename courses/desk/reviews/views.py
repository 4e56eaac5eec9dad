"""What waits for a safeguard review, and the review itself."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from courses import safeguarding
from courses.compliance.key_looks import note_look
from courses.desk import access
from courses.desk.reviews.forms import ChecklistForm
from courses.desk.reviews.listing import lines_of, returned, waiting
from courses.desk.reviews.texts import (
    GuidelineTexts,
    OutlineTexts,
    Texts,
    UnitTexts,
    open_part,
)
from courses.errors import SafeguardError
from courses.models import Course, SafeguardReview, Unit
from courses.proposal import Proposal
from courses.provisions import proposing as documents
from courses.provisions import safeguarding as guidelines
from courses.provisions.proposing import newest_version
from courses.review_subjects import Part, Subject, subjects_of
from courses.safeguarding import Answer
from elearning.accounts.requests import SignedInRequest
from elearning.languages import current

_HTTP = ["GET", "HEAD", "POST"]


@dataclass(frozen=True)
class _Desk:
    """Whatever is on the table: what waits, its texts, and how a review is recorded."""

    subject: Subject | None
    texts: Texts
    settle: Callable[..., SafeguardReview]


@require_safe
@access.for_roles(*access.REVIEWERS)
def reviews(request: SignedInRequest) -> HttpResponse:
    """List the modules and guidelines that wait, those with the authors after them."""
    lines = waiting()
    context = {
        "waiting": [line for line in lines if not line.is_returned],
        "returned": returned(lines),
    }
    return render(request, "desk/reviews/list.html", context)


@require_http_methods(_HTTP)
@access.for_roles(*access.REVIEWERS)
def module(request: SignedInRequest, slug: str, key: str) -> HttpResponse:
    """Review what is new in a module of a course."""
    course = get_object_or_404(Course, slug=slug)
    proposal = Proposal(course)
    subjects = subjects_of(course, proposal)
    found = [one for one in subjects if one.key == str(key)]

    def settle(answers: list[Answer], seen: str) -> SafeguardReview:
        return safeguarding.review(
            course, str(key), answers, by=request.user, seen=seen
        )

    subject = found[0] if found else None
    is_outline = subject is not None and subject.is_outline
    texts: Texts = OutlineTexts(proposal) if is_outline else UnitTexts(course)
    return _review(request, _Desk(subject, texts, settle))


@require_http_methods(_HTTP)
@access.for_roles(*access.REVIEWERS)
def guideline(request: SignedInRequest, slug: str) -> HttpResponse:
    """Review what is new in a guideline."""
    document = get_object_or_404(documents.proposed(), slug=slug)

    def settle(answers: list[Answer], seen: str) -> SafeguardReview:
        return guidelines.review(document, answers, by=request.user, seen=seen)

    texts = GuidelineTexts(newest_version(document))
    return _review(request, _Desk(guidelines.subject_of(document), texts, settle))


def _review(request: SignedInRequest, desk: _Desk) -> HttpResponse:
    """Show the checklist; keep what is begun, or record what is finished."""
    subject = desk.subject
    if subject is None:
        if request.method != "POST":
            raise Http404
        messages.error(
            request, _("Nothing here waits for a safeguard review any more.")
        )
        return redirect("desk:reviews:list")
    draft = safeguarding.draft_of(subject, by=request.user)
    blocks = desk.texts.blocks(subject.parts, current())
    form = ChecklistForm(
        request.POST or None, subject=subject, blocks=blocks, initial=draft
    )
    if request.method == "POST" and (done := _taken(request, desk, form)):
        return done
    (line,) = lines_of([subject])
    opened = open_part(
        desk.texts,
        subject.parts,
        request.GET.get("part", ""),
        request.GET.get("language", ""),
        line.answers,
    )
    _note_look(request, subject, opened.part)
    obstacle = safeguarding.obstacle(subject, by=request.user)
    context = {
        "subject": subject,
        "line": line,
        "form": form,
        "opened": opened,
        "obstacle": obstacle,
        "is_form": not obstacle,
        "seal": subject.seal(line.last),
        "release": _release_of(subject),
    }
    return render(request, "desk/reviews/review.html", context)


def _note_look(request: SignedInRequest, subject: Subject, part: Part) -> None:
    """Note a look at the key of the part that lies open, where it is a question."""
    unit = part.version.unit if part.version else None
    if subject.course and unit and unit.kind == Unit.Kind.QUESTION:
        note_look(request.user, subject.course, unit.key)


def _taken(
    request: SignedInRequest, desk: _Desk, form: ChecklistForm
) -> HttpResponse | None:
    """Keep what was sent; return where to go on, or nothing where answers lack."""
    subject = desk.subject
    if subject is None:
        raise Http404
    if obstacle := safeguarding.obstacle(subject, by=request.user):
        messages.error(request, obstacle)
        return redirect(request.path)
    safeguarding.keep_draft(subject, form.unfinished(), by=request.user)
    if "show" in request.POST:
        part, _mark, language = request.POST["show"].partition("#")
        query = urlencode({"part": part, "language": language})
        return redirect(f"{request.path}?{query}#text")
    if "keep" in request.POST:
        messages.success(request, _("Kept. Only you see it until you finish."))
        return redirect("desk:reviews:list")
    return _settled(request, desk, form.answers()) if form.is_valid() else None


def _settled(
    request: SignedInRequest, desk: _Desk, answers: list[Answer]
) -> HttpResponse:
    try:
        review = desk.settle(answers, request.POST.get("seen", ""))
    except SafeguardError as error:
        messages.error(request, str(error))
        return redirect(request.path)
    if review.is_returned:
        messages.success(
            request, _("Returned. The authors are told, and read your reasons.")
        )
    else:
        messages.success(
            request, _("Passed. It may be released once the rest is done.")
        )
    return redirect("desk:reviews:list")


def _release_of(subject: Subject) -> str:
    if subject.course is not None:
        return reverse("desk:release-course", args=[subject.course.slug])
    return reverse("desk:release-document", args=[subject.parts[0].place])
