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
from courses.desk.releases.forms import (
    CourseReleasePlanForm,
    MaterialChangeForm,
    ReleasePlanForm,
)
from courses.desk.releases.release_page import (
    build_release_context,
    record_approval,
    record_release,
)
from courses.models import Course, Edition, Unit, UnitVersion
from courses.provisions import guideline_approval as documents
from courses.records.models import Completion
from courses.release.edition_proposal import EditionProposal, list_changed_proposals
from courses.release.edition_release import confirm_language
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
    moved = {one.course.pk for one in list_changed_proposals(proposed)}
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
    if given := record_approval(request, course):
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
    proposal = EditionProposal(course)
    material = _material(proposal, form)
    awaiting = proposal.list_awaiting(request.user)
    return build_release_context(request, proposal) | {
        "course": course,
        "parts": _build_parts(proposal),
        "lagging": [
            (version, language, OWN_NAMES[language])
            for version in proposal.versions
            for language in sorted(version.languages_outdated)
        ],
        "awaiting": [part.version for part in awaiting if part.version],
        "whole_awaiting": proposal.whole_part in awaiting,
        "facts_awaiting": proposal.facts_part in awaiting,
        "has_awaiting": bool(awaiting),
        "material": material,
        "plan": CourseReleasePlanForm(auto_id="plan-%s")
        if material
        else ReleasePlanForm(),
    }


def _material(
    proposal: EditionProposal, form: MaterialChangeForm | None
) -> dict[str, Any] | None:
    """Return the context of a material change, or ``None`` if it may not be one."""
    if proposal.list_material_faults("?"):
        return None
    number = (
        Completion.objects.valid(timezone.localdate())
        .filter(course=proposal.course)
        .count()
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
    form = MaterialChangeForm(request.POST)
    if not form.is_valid():
        context = _context(request, course, form)
        return render(
            request, "desk/release.html", context, status=HTTPStatus.BAD_REQUEST
        )
    material = form.cleaned_data["material_reason"]
    edition = record_release(request, course, material)
    if edition is None:
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
