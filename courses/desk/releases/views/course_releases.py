"""The proposed next release of a course, its approval, and the release."""

from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from courses.assessment.models import UPDATE_QUESTIONS
from courses.compliance.standing_summary import SMALLEST_GROUP
from courses.desk.kit import access
from courses.desk.releases.exception_rows import list_open_exception_rows
from courses.desk.releases.forms import (
    CourseReleasePlanForm,
    MaterialChangeForm,
    ReleasePlanForm,
)
from courses.desk.reviews.review_rows import list_review_rows
from courses.errors import ReleaseError
from courses.models import Course, Edition, Unit, UnitVersion
from courses.provisions import guideline_approval as documents
from courses.records.models import Completion
from courses.release import (
    edition_release,
    gates,
    page_budget,
    planned_releases,
    proposal_approval,
)
from courses.release.edition_proposal import EditionProposal
from courses.release.edition_release import confirm_language
from courses.release.review_subjects import list_review_subjects
from courses.updates.update_demands import DAYS
from elearning.accounts.models import User
from elearning.accounts.signed_in_request import SignedInRequest
from elearning.languages import OWN_NAMES


@dataclass(frozen=True)
class EditionParts:
    """The parts of an edition: new pages, new questions, and unchanged parts.

    ``gone`` are the parts that it no longer has.
    """

    pages: list[UnitVersion]
    questions: list[UnitVersion]
    kept: list[UnitVersion]
    gone: list[UnitVersion]


@require_safe
@access.require_role(*access.RELEASERS)
def list_releases(request: SignedInRequest) -> HttpResponse:
    """List the courses and guidelines with a proposal, changed courses first."""
    proposed = list(_proposed(request.user))
    moved = {
        one.course.pk for one in proposal_approval.list_changed_proposals(proposed)
    }
    current = Edition.objects.current().filter(course__in=proposed)
    editions = {edition.course_id: edition for edition in current}
    lines = [
        (course, course.pk in moved, editions.get(course.pk)) for course in proposed
    ]
    lines.sort(key=lambda line: (not line[1], line[0].code))
    context = {"lines": lines, "guidelines": documents.list_guideline_proposals()}
    return render(request, "desk/releases.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*access.RELEASERS)
def show_course_release(request: SignedInRequest, slug: str) -> HttpResponse:
    """Show a proposal; on POST, release it if every gate is passed."""
    course = get_object_or_404(_proposed(request.user), slug=slug)
    if request.method == "POST":
        return _release(request, course)
    return render(request, "desk/release.html", _context(request, course))


@require_POST
@access.require_role(*access.RELEASERS)
def approve_course_release(request: SignedInRequest, slug: str) -> HttpResponse:
    """Record the second person’s approval of the new parts, except their own."""
    course = get_object_or_404(_proposed(request.user), slug=slug)
    seen = request.POST.get("seen") or "-"
    try:
        given = proposal_approval.approve_proposal(course, by=request.user, seen=seen)
    except ReleaseError as error:
        for reason in error.reasons:
            messages.error(request, reason)
    else:
        messages.success(
            request,
            ngettext(
                "You approved %(number)d part. Learners see it after the release.",
                "You approved %(number)d parts. Learners see them after the release.",
                len(given),
            )
            % {"number": len(given)},
        )
    return redirect("desk:release-course", slug)


@require_POST
@access.require_role(*access.RELEASERS)
def confirm_course_language(
    request: SignedInRequest, slug: str, version: int, language: str
) -> HttpResponse:
    """Record that a language needs no change to match the others."""
    course = get_object_or_404(_proposed(request.user), slug=slug)
    newest = UnitVersion.objects.filter(unit__course=course).newest()
    shown = get_object_or_404(newest, pk=version)
    if confirm_language(shown, language, by=request.user) != shown:
        messages.success(request, _("Noted. You now count as an author of this part."))
    elif language in shown.languages_outdated:
        messages.error(
            request,
            _(
                "Some parts of the source are missing in this language. "
                "Translate and publish them; there is nothing to confirm."
            ),
        )
    return redirect("desk:release-course", slug)


def _context(
    request: SignedInRequest, course: Course, form: MaterialChangeForm | None = None
) -> dict[str, Any]:
    proposal, today = proposal_approval.EditionProposal(course), timezone.localdate()
    lines = list_open_exception_rows(course, today)
    material = _material(course, proposal, form)
    awaiting = proposal.awaiting(request.user)
    is_whole = proposal.is_whole_awaiting(request.user)
    is_facts = proposal.is_facts_awaiting(request.user)
    return {
        "course": course,
        "proposal": proposal,
        "parts": _build_parts(proposal),
        "lagging": [
            (version, language, OWN_NAMES[language])
            for version in proposal.versions
            for language in sorted(version.languages_outdated)
        ],
        "is_reviewer": request.user.has_role(*access.REVIEWERS),
        "reviews": list_review_rows(list_review_subjects(course, proposal)),
        "awaiting": awaiting,
        "whole_awaiting": is_whole,
        "facts_awaiting": is_facts,
        "has_awaiting": bool(awaiting or is_whole or is_facts),
        "may_approve": proposal.may_approve(request.user),
        "exceptions": lines,
        "may_except": not any(line.is_waiting for line in lines)
        and bool(
            gates.list_differing_versions(
                proposal.versions, gates.list_excepted_units(course)
            )
        ),
        "heavy": page_budget.list_unwaived_over_budget(proposal.fresh),
        "planned": planned_releases.find_planned_release(course),
        "material": material,
        "plan": CourseReleasePlanForm(auto_id="plan-%s")
        if material
        else ReleasePlanForm(),
    }


def _material(
    course: Course,
    proposal: proposal_approval.EditionProposal,
    form: MaterialChangeForm | None,
) -> dict[str, Any] | None:
    """Return the context of a material change, or ``None`` if it may not be one."""
    if edition_release.list_material_faults(course, proposal.versions, "?"):
        return None
    number = (
        Completion.objects.valid(timezone.localdate()).filter(course=course).count()
    )
    few = _("fewer than %(n)s certificates") % {"n": SMALLEST_GROUP}
    many = ngettext("%(n)s certificate", "%(n)s certificates", number) % {"n": number}
    return {
        "form": form or MaterialChangeForm(),
        "certificates": few if 0 < number < SMALLEST_GROUP else many,
        "asked": UPDATE_QUESTIONS,
        "days": DAYS.days,
    }


def _release(request: SignedInRequest, course: Course) -> HttpResponse:
    seen, form = request.POST.get("seen") or "-", MaterialChangeForm(request.POST)
    if not form.is_valid():
        context = _context(request, course, form)
        return render(
            request, "desk/release.html", context, status=HTTPStatus.BAD_REQUEST
        )
    material = form.cleaned_data["material_reason"]
    try:
        edition = proposal_approval.release_proposal(
            course, by=request.user, seen=seen, material=material
        )
    except ReleaseError as error:
        for reason in error.reasons:
            messages.error(request, reason)
        return redirect("desk:release-course", course.slug)
    messages.success(
        request,
        _("Edition %(number)d is released. New learners read it from now on.")
        % {"number": edition.number},
    )
    return redirect("desk:release")


def _proposed(user: User) -> QuerySet[Course]:
    found = access.list_releasable_courses(user).filter(proposed_entries__isnull=False)
    return found.distinct()


def _build_parts(proposal: EditionProposal) -> EditionParts:
    fresh = {version.pk for version in proposal.fresh}
    return EditionParts(
        _of(proposal.fresh, is_question=False),
        _of(proposal.fresh, is_question=True),
        [version for version in proposal.versions if version.pk not in fresh],
        proposal.gone,
    )


def _of(versions: Iterable[UnitVersion], *, is_question: bool) -> list[UnitVersion]:
    kind = Unit.Kind.QUESTION
    return [one for one in versions if (one.unit.kind == kind) == is_question]
