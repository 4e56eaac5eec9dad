"""Extra time of a person: viewing, granting and ending it."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from courses.assessment.attempts import extra_time as granting
from courses.assessment.errors import ExamGrantError
from courses.assessment.models import GRANTING_ROLES, ExtraTime
from courses.desk.exams.forms import ExtraTimeForm
from courses.desk.kit import access
from courses.desk.kit.decision_forms import ReasonForm
from courses.desk.kit.form_page import FormPage, render_form, submit_form
from elearning.accounts.signed_in_request import SignedInRequest
from elearning.audit import audit_log


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*GRANTING_ROLES)
def show_extra_time(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Show the extra time of a person, and grant more; viewing is audited."""
    person = access.get_person_in_remit(request.user, key, GRANTING_ROLES)
    form = ExtraTimeForm(request.POST or None)

    def act(given: dict[str, Any]) -> str:
        reason = given.pop("reason")
        terms = granting.ExtraTimeTerms(**given)
        granting.grant_extra_time(person, terms, reason=reason, by=request.user)
        return _("Extra time granted.")

    if done := submit_form(request, form, act, ExamGrantError, request.path):
        return done
    audit_log.record_action(
        "assessment.extra_time_viewed", by=request.user, on=person, person=key
    )
    visible = ExtraTime.objects.visible_to(request.user).filter(staff_member=person)
    context = {
        "person": person,
        "form": form,
        "granted": visible.order_by("-starts_on", "-pk"),
        "today": timezone.localdate(),
    }
    return render_form(request, "desk/exams/extra_time.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*GRANTING_ROLES)
def end_extra_time_grant(request: SignedInRequest, key: UUID, pk: int) -> HttpResponse:
    """End extra time today, after confirmation and with a reason."""
    person = access.get_person_in_remit(request.user, key, GRANTING_ROLES)
    today = timezone.localdate()
    visible = ExtraTime.objects.visible_to(request.user).on(today)
    extra = get_object_or_404(visible.filter(staff_member=person), pk=pk)
    form = ReasonForm(request.POST or None)
    page = FormPage(
        _("End the extra time"),
        _("End it today"),
        back=reverse("desk:exams:extra-time", args=[key]),
        about=person.full_name,
        intro=_(
            "Today will then be its last day. An exam already started keeps "
            "the time it has."
        ),
        is_danger=True,
    )

    def act(given: dict[str, Any]) -> str:
        granting.end_extra_time(extra, on=today, by=request.user, **given)
        return _("The extra time ends today.")

    context = {"extra": extra, "form": form, "page": page}
    done = submit_form(request, form, act, ExamGrantError, page.back)
    return done or render_form(request, "desk/exams/end_extra_time.html", context)
