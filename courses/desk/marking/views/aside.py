"""Answers that name somebody: set aside by a marker, struck by the data office."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from courses.assessment.errors import MarkError
from courses.assessment.marks import moderating
from courses.assessment.models import (
    AttemptItem,
    held_back,
    to_decide,
    to_mark,
)
from courses.desk import access
from courses.desk.marking.forms import AsideForm, StruckForm
from elearning.accounts.requests import SignedInRequest
from elearning.accounts.roles import Role
from elearning.audit import trail

_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
@access.for_roles(Role.TRAINER)
def set_aside(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask once, then withhold an answer from all markers and tell the data office."""
    mine = to_mark(request.user).filter(pk=pk) | to_decide(request.user).filter(pk=pk)
    item = get_object_or_404(
        mine.select_related("attempt", "question__version__unit__course")
    )
    form = AsideForm(request.POST or None)
    onwards = [item.question.version.unit.course.slug, item.attempt.language]
    if request.method == "POST" and form.is_valid():
        try:
            moderating.set_aside(
                item,
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=timezone.now(),
            )
        except MarkError as error:
            messages.error(request, str(error))
        else:
            messages.success(
                request, _("The answer is set aside. The data office is told.")
            )
        return redirect("desk:marking:next", *onwards)
    context = {
        "form": form,
        "consequences": [
            _("No marker reads it until the data office has struck the names."),
            _("The learner's exam goes on waiting for its result."),
            _("Its text goes to no other system."),
        ],
        "back": reverse("desk:marking:mark", args=[pk]),
    }
    return render(request, "desk/marking/set_aside.html", context)


@require_safe
@access.for_roles(Role.ADMINISTRATOR)
def held(request: SignedInRequest) -> HttpResponse:
    """List the answers that wait for the data office, without their texts."""
    found = held_back(request.user).select_related(
        "item__question__version__unit__course"
    )
    page = Paginator(found, _PAGE).get_page(request.GET.get("page"))
    context = {"title": _("Answers set aside"), "page": page}
    return render(request, "desk/marking/held.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access.for_roles(Role.ADMINISTRATOR)
def give_back(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show an answer that was set aside, to strike the names; the look is audited."""
    aside = get_object_or_404(held_back(request.user).select_related("item"), pk=pk)
    answers = AttemptItem.objects.with_answers().select_related(
        "question__version__unit__course", "attempt__enrolment__learner"
    )
    item = answers.get(pk=aside.item_id)
    initial = {"text": moderating.readable(item)}
    form = StruckForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            moderating.give_back(
                aside,
                text=form.cleaned_data["text"],
                by=request.user,
                at=timezone.now(),
            )
        except MarkError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("The markers have the answer again."))
        return redirect("desk:marking:held")
    trail.write(
        "assessment.answer_read",
        by=request.user,
        on=item,
        person=item.attempt.enrolment.learner.key,
    )
    context = {"form": form, "aside": aside, "question": item.question}
    return render(request, "desk/marking/give_back.html", context)
