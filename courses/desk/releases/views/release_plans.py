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
from courses.desk.releases.release_page import add_reasons, split_by_kind
from courses.errors import ReleaseError
from courses.models import Course, PlannedRelease
from courses.provisions.models import Document
from courses.release import page_budget, planned_releases
from courses.release.releasables import get_releasable
from elearning.accounts.signed_in_request import SignedInRequest


def _plan(request: SignedInRequest, row: Course | Document) -> HttpResponse:
    """Plan the release of the proposal on the screen."""
    kind = CourseReleasePlanForm if isinstance(row, Course) else ReleasePlanForm
    form = kind(request.POST)
    if not form.is_valid():
        for error in [error for errors in form.errors.values() for error in errors]:
            messages.error(request, str(error))
        return _back(row)
    try:
        made = planned_releases.plan_release(
            row,
            due=form.cleaned_data["due"],
            by=request.user,
            seen=request.POST.get("seen", ""),
            material=form.cleaned_data.get("material_reason", ""),
        )
    except ReleaseError as error:
        add_reasons(request, error)
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
    return _back(row)


def _cancel(request: SignedInRequest, row: Course | Document, pk: int) -> HttpResponse:
    """Cancel a planned release."""
    naming = get_releasable(row).naming
    planned = get_object_or_404(PlannedRelease, pk=pk, **naming)
    try:
        planned_releases.cancel_planned_release(planned, by=request.user)
    except ReleaseError as error:
        add_reasons(request, error)
    else:
        messages.success(request, _("Release called off."))
    return _back(row)


def _allow(
    request: SignedInRequest, row: Course | Document, version: int
) -> HttpResponse:
    """Allow a page to exceed its weight budget, with a reason."""
    waiting = get_releasable(row).heavy
    one = next((heavy for heavy in waiting if heavy.version.pk == version), None)
    if one is None:
        raise Http404
    form = PageWeightForm(request.POST or None)
    page = build_release_form_page(
        row, _("Allow a large page"), _("Allow it"), one.sentence
    )

    def act(given: dict[str, Any]) -> str:
        page_budget.waive_page_budget(one.version, by=request.user, **given)
        return _("Noted. The page may be released as it is.")

    done = submit_form(request, form, act, ReleaseError, page.back_url)
    context = {"form": form, "page": page}
    return done or render_form(request, "desk/allow_weight.html", context)


def _back(row: Course | Document) -> HttpResponse:
    return redirect(access.get_release_url(row))


plan_course_release, plan_guideline_release = split_by_kind(require_POST, _plan)
cancel_course_release, cancel_guideline_release = split_by_kind(require_POST, _cancel)
allow_page_weight, allow_guideline_weight = split_by_kind(
    require_http_methods(["GET", "HEAD", "POST"]), _allow
)
