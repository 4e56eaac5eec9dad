"""Extra time of one person: what she has, granting more, ending it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from courses.assessment.attempts import extra_time as granting
from courses.assessment.errors import ExamGrantError
from courses.assessment.models import GRANTING_ROLES, ExtraTime
from courses.desk.exams.forms import ExtraTimeForm
from courses.desk.kit import access
from courses.desk.kit.account_access import ReasonForm
from elearning.accounts.signed_in_request import SignedInRequest
from elearning.audit import audit_log


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*GRANTING_ROLES)
def show_extra_time(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Show the extra time of a person and grant some; the look is audited."""
    person = access.get_person_in_remit(request.user, key, GRANTING_ROLES)
    form = ExtraTimeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            reason = form.cleaned_data.pop("reason")
            terms = granting.ExtraTimeTerms(**form.cleaned_data)
            granting.grant_extra_time(person, terms, reason=reason, by=request.user)
        except ExamGrantError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The extra time is granted."))
            return redirect("desk:exams:extra-time", key)
    audit_log.record_action(
        "assessment.extra_time_viewed", by=request.user, on=person, person=key
    )
    seen = ExtraTime.objects.visible_to(request.user).filter(staff_member=person)
    context = {
        "person": person,
        "form": form,
        "granted": seen.order_by("-starts_on", "-pk"),
        "today": access.get_today(),
    }
    return render(request, "desk/exams/extra_time.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*GRANTING_ROLES)
def end_extra_time_grant(request: SignedInRequest, key: UUID, pk: int) -> HttpResponse:
    """End extra time today, after asking and with a reason."""
    person = access.get_person_in_remit(request.user, key, GRANTING_ROLES)
    seen = ExtraTime.objects.visible_to(request.user).on(access.get_today())
    extra = get_object_or_404(seen.filter(staff_member=person), pk=pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            granting.end_extra_time(
                extra,
                on=access.get_today(),
                reason=form.cleaned_data["reason"],
                by=request.user,
            )
        except ExamGrantError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The extra time ends today."))
            return redirect("desk:exams:extra-time", key)
    context = {"person": person, "extra": extra, "form": form}
    return render(request, "desk/exams/end_extra_time.html", context)
