"""Answers that name somebody: set aside by a marker, redacted by the data office."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from courses.assessment.errors import OpenMarkError
from courses.assessment.marks import answer_moderation
from courses.assessment.models import (
    AttemptItem,
    list_answers_to_decide,
    list_answers_to_mark,
    list_withheld_answers,
)
from courses.desk.kit import access
from courses.desk.kit.list_page import paginate_rows
from courses.desk.marking.forms import RedactedAnswerForm, SetAsideForm
from elearning.accounts.roles import Role
from elearning.accounts.signed_in_request import SignedInRequest
from elearning.audit import audit_log


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(Role.TRAINER)
def set_answer_aside(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask for confirmation, then withhold an answer and notify the data office."""
    mine = list_answers_to_mark(request.user).filter(pk=pk) | list_answers_to_decide(
        request.user
    ).filter(pk=pk)
    item = get_object_or_404(
        mine.select_related("attempt", "question__version__unit__course")
    )
    form = SetAsideForm(request.POST or None)
    onwards = [item.question.version.unit.course.slug, item.attempt.language]
    if request.method == "POST" and form.is_valid():
        try:
            answer_moderation.withhold_answer(
                item,
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=timezone.now(),
            )
        except OpenMarkError as error:
            messages.error(request, str(error))
        else:
            messages.success(
                request, _("Answer set aside. The data office has been notified.")
            )
        return redirect("desk:marking:next", *onwards)
    context = {
        "form": form,
        "consequences": [
            _("No marker will see it until the data office has removed the names."),
            _("The learner's exam will keep waiting for its result."),
            _("Its text is not sent to any other system."),
        ],
        "back": reverse("desk:marking:mark", args=[pk]),
    }
    return render(request, "desk/marking/set_aside.html", context)


@require_safe
@access.require_role(Role.ADMINISTRATOR)
def list_answers_set_aside(request: SignedInRequest) -> HttpResponse:
    """List the answers that wait for the data office, without their texts."""
    found = list_withheld_answers(request.user).select_related(
        "item__question__version__unit__course"
    )
    page = paginate_rows(request, found)
    context = {"title": _("Answers set aside"), "page": page}
    return render(request, "desk/marking/held.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(Role.ADMINISTRATOR)
def redact_answer(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show an answer that was set aside, to redact the names; viewing is audited."""
    aside = get_object_or_404(
        list_withheld_answers(request.user).select_related("item"), pk=pk
    )
    answers = AttemptItem.objects.with_answers().select_related(
        "question__version__unit__course", "attempt__enrolment__learner"
    )
    item = answers.get(pk=aside.item_id)
    initial = {"text": answer_moderation.get_marker_text(item)}
    form = RedactedAnswerForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            answer_moderation.return_redacted_answer(
                aside,
                text=form.cleaned_data["text"],
                by=request.user,
                at=timezone.now(),
            )
        except OpenMarkError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("The answer is back with the markers."))
        return redirect("desk:marking:held")
    audit_log.record_action(
        "assessment.answer_read",
        by=request.user,
        on=item,
        person=item.attempt.enrolment.learner.key,
    )
    context = {"form": form, "aside": aside, "question": item.question}
    return render(request, "desk/marking/give_back.html", context)
