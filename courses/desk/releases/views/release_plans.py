"""Planned releases, and permission for pages to exceed their weight budget."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from courses.desk.kit import access
from courses.desk.kit.form_page import render_form, submit_form
from courses.desk.releases.forms import (
    CourseReleasePlanForm,
    PageWeightForm,
    ReleasePlanForm,
    build_release_form_page,
)
from courses.errors import ReleaseError
from courses.models import Course, PlannedRelease
from courses.provisions import guideline_approval as documents
from courses.provisions.models import Document
from courses.release import page_budget, planned_releases, proposal_approval
from elearning.accounts.signed_in_request import SignedInRequest


@require_POST
@access.require_role(*access.RELEASERS)
def plan_course_release(request: SignedInRequest, slug: str) -> HttpResponse:
    """Plan the release of the proposal on the screen."""
    course = get_object_or_404(access.list_releasable_courses(request.user), slug=slug)
    return _plan(request, course, CourseReleasePlanForm(request.POST))


@require_POST
@access.require_role(*access.RELEASERS)
def plan_guideline_release(request: SignedInRequest, slug: str) -> HttpResponse:
    """Plan the release of a guideline’s newest version, as on the screen."""
    document = get_object_or_404(documents.list_published_guidelines(), slug=slug)
    return _plan(request, document, ReleasePlanForm(request.POST))


@require_POST
@access.require_role(*access.RELEASERS)
def cancel_course_release(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Cancel a planned release of a course."""
    course = get_object_or_404(access.list_releasable_courses(request.user), slug=slug)
    planned = get_object_or_404(PlannedRelease, course=course, pk=pk)
    return _cancel(request, course, planned)


@require_POST
@access.require_role(*access.RELEASERS)
def cancel_guideline_release(
    request: SignedInRequest, slug: str, pk: int
) -> HttpResponse:
    """Cancel a planned release of a guideline."""
    document = get_object_or_404(documents.list_published_guidelines(), slug=slug)
    planned = get_object_or_404(PlannedRelease, subject=document.code, pk=pk)
    return _cancel(request, document, planned)


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*access.RELEASERS)
def allow_page_weight(
    request: SignedInRequest, slug: str, version: int
) -> HttpResponse:
    """Allow a page to exceed its weight budget, with a reason."""
    course: Course = get_object_or_404(
        access.list_releasable_courses(request.user), slug=slug
    )
    waiting = page_budget.list_unwaived_over_budget(
        proposal_approval.EditionProposal(course).fresh
    )
    return _allow(request, course, waiting, version)


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*access.RELEASERS)
def allow_guideline_weight(
    request: SignedInRequest, slug: str, version: int
) -> HttpResponse:
    """Allow a guideline to exceed its weight budget, with a reason."""
    document: Document = get_object_or_404(
        documents.list_published_guidelines(), slug=slug
    )
    waiting = page_budget.list_unwaived_over_budget(
        [documents.get_newest_version(document)]
    )
    return _allow(request, document, waiting, version)


def _plan(
    request: SignedInRequest, thing: Course | Document, form: ReleasePlanForm
) -> HttpResponse:
    if not form.is_valid():
        for error in [error for errors in form.errors.values() for error in errors]:
            messages.error(request, str(error))
        return _back(thing)
    try:
        made = planned_releases.plan_release(
            thing,
            due=form.cleaned_data["due"],
            by=request.user,
            seen=request.POST.get("seen") or "-",
            material=form.cleaned_data.get("material_reason", ""),
        )
    except ReleaseError as error:
        _say(request, error)
    else:
        moment = date_format(localtime(made.due), "DATETIME_FORMAT")
        messages.success(
            request,
            _(
                "Planned for %(moment)s. If anything changes before then, "
                "nothing is released."
            )
            % {"moment": moment},
        )
    return _back(thing)


def _cancel(
    request: SignedInRequest, thing: Course | Document, planned: PlannedRelease
) -> HttpResponse:
    try:
        planned_releases.cancel_planned_release(planned, by=request.user)
    except ReleaseError as error:
        _say(request, error)
    else:
        messages.success(request, _("Release called off."))
    return _back(thing)


def _allow(
    request: SignedInRequest,
    thing: Course | Document,
    waiting: list[page_budget.OverBudgetVersion],
    version: int,
) -> HttpResponse:
    one = next((heavy for heavy in waiting if heavy.version.pk == version), None)
    if one is None:
        raise Http404
    form = PageWeightForm(request.POST or None)
    page = build_release_form_page(
        thing, _("Allow a large page"), _("Allow it"), one.sentence
    )

    def act(given: dict[str, Any]) -> str:
        page_budget.waive_page_budget(one.version, by=request.user, **given)
        return _("Noted. The page may be released as it is.")

    done = submit_form(request, form, act, ReleaseError, page.back_url)
    context = {"form": form, "page": page}
    return done or render_form(request, "desk/allow_weight.html", context)


def _back(thing: Course | Document) -> HttpResponse:
    return redirect(access.get_release_url(thing))


def _say(request: SignedInRequest, error: ReleaseError) -> None:
    for reason in error.reasons:
        messages.error(request, reason)
