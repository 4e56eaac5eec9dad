"""Proposals to correct the key of a question version, previewed before they are saved."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from courses.assessment.asking.answer_text import build_author_form, format_answer_lines
from courses.assessment.corrections import correction_preview, key_corrections
from courses.assessment.errors import QuestionBankError
from courses.assessment.kinds import AnswerFormatError, Given
from courses.assessment.models import (
    KeyCorrection,
    QuestionVersion,
    list_bank_questions,
)
from courses.compliance.answer_key_access import record_key_view
from courses.desk.corrections import regrading_rows
from courses.desk.corrections.choice_points import PointsForm
from courses.desk.corrections.forms import KeyCorrectionForm
from courses.desk.kit import access
from courses.desk.kit.form_page import render_form
from elearning.accounts.signed_in_request import SignedInRequest

#: The maximum number of attempts in the preview.
_SHOWN = 50


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*access.RELEASERS)
def propose_key_correction(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the effect of a correction, or save the correction as a proposal."""
    known = QuestionVersion.objects.filter(
        version__unit__in=list_bank_questions(request.user).values("pk")
    )
    question = get_object_or_404(known.select_related("version__unit__course"), pk=pk)
    unit = question.version.unit
    record_key_view(request.user, unit.course, unit.key)
    form = KeyCorrectionForm(request.POST or None, question=question)
    points = _points_form(request, question)
    context = _context(question, form, request.POST) | {"points": points}
    if request.method == "POST" and form.is_valid():
        try:
            draft = _draft(question, form, points, request.POST)
            if "keep" in request.POST:
                kept = key_corrections.propose_correction(
                    draft,
                    reason=form.cleaned_data["reason"],
                    by=request.user,
                    at=timezone.now(),
                )
                messages.success(request, _("Proposed. A second person will decide."))
                return redirect("desk:corrections:correction", kept.key)
            context |= _seen(draft)
        except QuestionBankError as error:
            form.add_error(None, str(error))
    return render_form(request, "desk/corrections/propose.html", context)


def _points_form(request: SignedInRequest, question: QuestionVersion) -> PointsForm:
    """Return the form of points, bound only if the correction is one of points."""
    is_sent = request.POST.get("effect") in key_corrections.POINTED
    return PointsForm(
        request.POST if is_sent else None,
        question=question,
        text=question.text()[0],
        key=key_corrections.list_current_keys(question)[0],
    )


def _context(
    question: QuestionVersion, form: KeyCorrectionForm, sent: QueryDict
) -> dict[str, Any]:
    text, language = question.text()
    keys = key_corrections.list_current_keys(question)
    filled = _fields(sent) or question.kind.form(question.kind.solution(keys[0]))
    takes_answer = key_corrections.has_correctable_key(question)
    return {
        "question": question,
        "stem": text["stem"],
        "language": language,
        "form": form,
        "answer": build_author_form(question, text, filled) if takes_answer else None,
        "right": [
            format_answer_lines(question, text, question.kind.solution(key))
            for key in keys
        ],
    }


def _draft(
    question: QuestionVersion,
    form: KeyCorrectionForm,
    points: PointsForm,
    sent: QueryDict,
) -> KeyCorrection:
    effect = form.cleaned_data["effect"]
    if effect in key_corrections.POINTED:
        if not points.is_valid():
            raise QuestionBankError(
                _("Enter a whole number of points for each choice and level.")
            )
        return key_corrections.draft_correction(
            question, effect, points=points.points()
        )
    given: Given = None
    if effect in key_corrections.ANSWERED:
        try:
            given = question.kind.read(question.text()[0], _fields(sent))
        except AnswerFormatError as error:
            raise QuestionBankError(_("Enter the right answer.")) from error
    return key_corrections.draft_correction(question, effect, given=given)


def _seen(draft: KeyCorrection) -> dict[str, Any]:
    seen = correction_preview.preview_correction(draft)
    return {
        "draft": draft,
        "preview": seen,
        "lines": regrading_rows.list_preview_rows(seen.changes[:_SHOWN]),
        "shown": _SHOWN,
    }


def _fields(sent: QueryDict) -> dict[str, list[str]]:
    """Return the fields of the question’s own form, without the surrounding ones."""
    around = {"csrfmiddlewaretoken", "effect", "reason", "keep"}
    return {name: values for name, values in sent.lists() if name not in around}
