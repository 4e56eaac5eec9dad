"""Propose what is right in a version of a question; first it is only shown what changes."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from courses.assessment.asking.answers import as_written, said
from courses.assessment.corrections import correcting, previewing
from courses.assessment.errors import BankError
from courses.assessment.kinds import Given, GivenError
from courses.assessment.models import KeyCorrection, QuestionVersion, bank_of
from courses.compliance.key_looks import note_look
from courses.desk import access
from courses.desk.corrections import lines
from courses.desk.corrections.forms import ProposalForm
from courses.desk.corrections.points import PointsForm
from elearning.accounts.requests import SignedInRequest
from elearning.accounts.roles import Role

#: How many attempts the page shows before anything is kept.
_SHOWN = 50


@require_http_methods(["GET", "HEAD", "POST"])
@access.for_roles(Role.TRAINER)
def propose(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show what a correction would do; keep it as proposed when that was seen."""
    known = QuestionVersion.objects.filter(
        version__unit__in=bank_of(request.user).values("pk")
    )
    question = get_object_or_404(known.select_related("version__unit__course"), pk=pk)
    unit = question.version.unit
    note_look(request.user, unit.course, unit.key)
    form = ProposalForm(request.POST or None, question=question)
    points = _points_form(request, question)
    context = _context(question, form, request.POST) | {"points": points}
    if request.method == "POST" and form.is_valid():
        try:
            draft = _draft(question, form, points, request.POST)
            if "keep" in request.POST:
                kept = correcting.propose(
                    draft,
                    reason=form.cleaned_data["reason"],
                    by=request.user,
                    at=timezone.now(),
                )
                messages.success(
                    request, _("Proposed. A second person decides about it.")
                )
                return redirect("desk:corrections:correction", kept.key)
            context |= _seen(draft)
        except BankError as error:
            form.add_error(None, str(error))
    status = 400 if form.errors else 200
    return render(request, "desk/corrections/propose.html", context, status=status)


def _points_form(request: SignedInRequest, question: QuestionVersion) -> PointsForm:
    """Return the form of the points; it is filled in only for a correction of points."""
    is_sent = request.POST.get("effect") in correcting.POINTED
    return PointsForm(
        request.POST if is_sent else None,
        question=question,
        text=question.text()[0],
        key=correcting.keys_of(question)[0],
    )


def _context(
    question: QuestionVersion, form: ProposalForm, sent: QueryDict
) -> dict[str, Any]:
    text, language = question.text()
    keys = correcting.keys_of(question)
    filled = _fields(sent) or question.kind.form(question.kind.solution(keys[0]))
    takes_answer = correcting.is_corrigible(question)
    return {
        "question": question,
        "stem": text["stem"],
        "language": language,
        "form": form,
        "answer": as_written(question, text, filled) if takes_answer else None,
        "right": [said(question, text, question.kind.solution(key)) for key in keys],
    }


def _draft(
    question: QuestionVersion, form: ProposalForm, points: PointsForm, sent: QueryDict
) -> KeyCorrection:
    effect = form.cleaned_data["effect"]
    if effect in correcting.POINTED:
        if not points.is_valid():
            raise BankError(_("Give each choice and level a whole number of points."))
        return correcting.draft(question, effect, points=points.points())
    given: Given = None
    if effect in correcting.ANSWERED:
        try:
            given = question.kind.read(question.text()[0], _fields(sent))
        except GivenError as error:
            raise BankError(_("Give the answer that is right.")) from error
    return correcting.draft(question, effect, given=given)


def _seen(draft: KeyCorrection) -> dict[str, Any]:
    seen = previewing.preview(draft)
    return {
        "draft": draft,
        "preview": seen,
        "lines": lines.of_changes(seen.changes[:_SHOWN]),
        "shown": _SHOWN,
    }


def _fields(sent: QueryDict) -> dict[str, list[str]]:
    """Return what the question's own form sent, without the fields around it."""
    around = {"csrfmiddlewaretoken", "effect", "reason", "keep"}
    return {name: values for name, values in sent.lists() if name not in around}
