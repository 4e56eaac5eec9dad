"""The page of one open answer: marking it, or settling a disagreement."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from courses.assessment.errors import OpenMarkError
from courses.assessment.marks import open_answer_marking
from courses.assessment.models import (
    AttemptItem,
    OpenMark,
    list_answers_to_decide,
    list_answers_to_mark,
)
from courses.compliance.answer_key_access import record_key_view
from courses.desk.kit import access
from courses.desk.marking import marking_queue
from courses.desk.marking.forms import RubricForm
from courses.models import Course
from elearning.accounts.roles import Role
from elearning.accounts.signed_in_request import SignedInRequest


@require_safe
@access.require_role(Role.TRAINER)
def redirect_to_next_answer(
    request: SignedInRequest, course: str, language: str
) -> HttpResponse:
    """Redirect to the next answer to mark in a course and language."""
    after = request.GET.get("after", "")
    after_key = int(after) if after.isascii() and after.isdigit() else 0
    item = marking_queue.find_next_answer(
        request.user,
        get_object_or_404(Course.objects.in_remit_of(request.user), slug=course),
        language,
        after=after_key if after_key < 2**63 else 0,
    )
    if item is None:
        messages.success(request, _("Nothing more to mark here."))
        return redirect("desk:marking:queue")
    return redirect("desk:marking:mark", item.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(Role.TRAINER)
def mark_open_answer(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show an answer with its rubric; save the mark and go on to the next."""
    item = (
        marking_queue.select_sheet_data(list_answers_to_mark(request.user))
        .filter(pk=pk)
        .first()
    )
    if item is None:
        return _gone(request, pk)
    sheet = marking_queue.build_marking_sheet(item)
    form = _form(request, sheet)
    onwards = [sheet.course.slug, item.attempt.language]
    if request.method == "POST" and form.is_valid():
        try:
            open_answer_marking.record_open_mark(
                item,
                form.levels(),
                comment=form.cleaned_data["comment"],
                by=request.user,
                at=timezone.now(),
            )
        except OpenMarkError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Your marks have been saved."))
        return redirect("desk:marking:next", *onwards)
    url = reverse("desk:marking:next", args=onwards)
    context = {
        "sheet": sheet,
        "form": form,
        "skip_url": f"{url}?after={item.pk}",
        "waiting": list_answers_to_mark(request.user)
        .filter(
            attempt__enrolment__course=sheet.course,
            attempt__language=item.attempt.language,
        )
        .count(),
    }
    return render(request, "desk/marking/mark.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(Role.TRAINER)
def decide_disagreement(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the marks of two markers without their names; save the decision."""
    item = (
        marking_queue.select_sheet_data(list_answers_to_decide(request.user))
        .filter(pk=pk)
        .first()
    )
    if item is None:
        return _gone(request, pk)
    sheet = marking_queue.build_marking_sheet(item)
    form = _form(request, sheet)
    if request.method == "POST" and form.is_valid():
        try:
            open_answer_marking.decide_open_mark(
                item,
                form.levels(),
                comment=form.cleaned_data["comment"],
                by=request.user,
                at=timezone.now(),
            )
        except OpenMarkError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Your decision has been saved."))
        return redirect("desk:marking:disagreements")
    marks = [
        one
        for one in OpenMark.objects.visible_to(request.user).filter(item=item)
        if (one.correction_id or 0) == item.remarking
    ]
    context = {
        "sheet": sheet,
        "form": form,
        "firsts": _columns(marks, decisions=False),
        "proposals": _columns(marks, decisions=True),
        "rows": _rows(marks, sheet),
        "is_one_of_two": any(one.marker_id == request.user.pk for one in marks),
    }
    return render(request, "desk/marking/decide.html", context)


def _form(request: SignedInRequest, sheet: marking_queue.MarkingSheet) -> RubricForm:
    unit = sheet.item.question.version.unit
    record_key_view(request.user, unit.course, unit.key)
    return RubricForm(
        request.POST or None, criteria=sheet.text["criteria"], worths=sheet.worths
    )


def _columns(marks: list[OpenMark], *, decisions: bool) -> list[OpenMark]:
    return [one for one in marks if one.is_decision == decisions]


def _rows(
    marks: list[OpenMark], sheet: marking_queue.MarkingSheet
) -> list[dict[str, Any]]:
    """Return a row for each criterion with the points of each mark, in order."""
    ordered = [*_columns(marks, decisions=False), *_columns(marks, decisions=True)]
    return [
        {
            "label": criterion["text"],
            "most": max(worths),
            "points": [worths[one.levels[criterion["id"]]] for one in ordered],
        }
        for criterion in sheet.text["criteria"]
        for worths in [sheet.worths[criterion["id"]]]
    ]


def _gone(request: SignedInRequest, pk: int) -> HttpResponse:
    """Tell the user, without a reason, that an answer does not wait for them.

    Raises 404 for an answer outside the courses they look after.
    """
    get_object_or_404(AttemptItem.objects.looked_after_by(request.user), pk=pk)
    messages.info(
        request,
        _("This answer is not waiting for you. Choose another one from the list."),
    )
    return redirect("desk:marking:queue")
