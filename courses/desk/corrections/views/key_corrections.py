"""Corrections of keys: the list, one correction with its effect, and the decision."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from courses.assessment.asking.answer_text import format_answer_lines
from courses.assessment.corrections import correction_preview, key_corrections
from courses.assessment.errors import QuestionBankError
from courses.assessment.models import KeyCorrection
from courses.compliance.answer_key_access import record_key_view
from courses.desk.corrections import regrading_rows
from courses.desk.corrections.choice_points import compare_choice_points
from courses.desk.corrections.forms import KeyCorrectionDecisionForm
from courses.desk.kit import access
from courses.desk.kit.decision_page import DecisionPage, submit_decision
from courses.desk.kit.form_page import HOME, build_crumbs, render_form
from courses.desk.kit.list_page import paginate_rows
from elearning.accounts.roles import Role
from elearning.accounts.signed_in_request import SignedInRequest


@require_safe
@access.require_role(*access.RELEASERS)
def list_key_corrections(request: SignedInRequest) -> HttpResponse:
    """List the corrections, those that wait for a decision first."""
    found = _known(request).order_by("-pk")
    page = paginate_rows(request, found)
    context = {
        "waiting": found.waiting(),
        "page": page,
        "decided": [one for one in page if not one.is_open],
    }
    return render(request, "desk/corrections/list.html", context)


@require_safe
@access.require_role(*access.RELEASERS)
def show_key_correction(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Show a correction: its content, reason, effect and state."""
    one = get_object_or_404(_known(request), key=key)
    return render(request, "desk/corrections/correction.html", _page(request, one))


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*access.RELEASERS)
def decide_key_correction(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Confirm or decline a correction, as a second person."""
    one = get_object_or_404(_known(request), key=key)
    may_confirm = not key_corrections.is_user_affected(request.user, one)
    form = KeyCorrectionDecisionForm(request.POST or None, may_confirm=may_confirm)
    decide = partial(key_corrections.decide_correction, one)
    back = reverse("desk:corrections:correction", args=[key])
    said = (
        _("Confirmed. The results will be recalculated within a few minutes."),
        _("Declined. Everything stays as it is."),
    )
    if done := submit_decision(request, form, decide, QuestionBankError, back, said):
        return done
    if not one.is_open:
        return redirect(back)
    context = _page(request, one) | {"form": form}
    context["page"] = _decision_page(one, back, context, may_confirm=may_confirm)
    return render_form(request, "desk/corrections/decide.html", context)


def _known(request: SignedInRequest) -> Any:
    found = KeyCorrection.objects.visible_to(request.user)
    return found.select_related(
        "question__version__unit__course", "proposed_by", "decision__by"
    )


def _page(request: SignedInRequest, one: KeyCorrection) -> dict[str, Any]:
    question = one.question
    unit = question.version.unit
    record_key_view(request.user, unit.course, unit.key)
    text, language = question.text()
    return {
        "correction": one,
        "question": question,
        "stem": text["stem"],
        "language": language,
        "was": format_answer_lines(
            question, text, question.kind.solution(question.key)
        ),
        "right": [
            format_answer_lines(question, text, question.kind.solution(key))
            for key in one.keys
        ]
        if one.effect in key_corrections.ANSWERED
        else [],
        "points": compare_choice_points(question, text, question.key, one)
        if one.effect in key_corrections.POINTED
        else [],
        "may_decide": one.is_open and not one.is_of(request.user),
        "writes": request.user.has_role(Role.TRAINER),
        **_effect(request, one),
    }


def _effect(request: SignedInRequest, one: KeyCorrection) -> dict[str, Any]:
    """Return the changes that a correction would make, or has made once confirmed."""
    if one.is_open:
        seen = correction_preview.preview_correction(one)
        would = paginate_rows(request, seen.changes)
        return {
            "preview": seen,
            "page": would,
            "lines": regrading_rows.list_preview_rows(would),
        }
    if not one.decision.is_confirmed:
        return {}
    done = one.regradings.order_by("pk")
    page = paginate_rows(request, done.changing())
    left = (
        key_corrections.list_items_to_regrade(one).count() if _is_in_force(one) else 0
    )
    return {
        "left": left,
        "gone": correction_preview.count_unreachable_attempts(one),
        "done": done.count(),
        "changed": page.paginator.count,
        "to_pass": done.filter(passed_before=False, passed_after=True).count(),
        "to_fail": done.filter(passed_before=True, passed_after=False).count(),
        "page": page,
        "lines": regrading_rows.list_regrading_rows(page),
    }


def _is_in_force(one: KeyCorrection) -> bool:
    return KeyCorrection.objects.in_force().filter(pk=one.pk).exists()


def _decision_page(
    one: KeyCorrection, back: str, context: dict[str, Any], *, may_confirm: bool
) -> DecisionPage:
    unit = one.question.version.unit
    note = ""
    if not context["may_decide"]:
        note = _("You proposed this correction, so a second person must decide on it.")
    elif not may_confirm:
        note = _(
            "You were asked this question in your own exam, and your result "
            "would change or is not known yet. You can decline the "
            "correction; another trainer or a reviewer must confirm it."
        )
    return DecisionPage(
        _("Decide on the correction"),
        crumbs=build_crumbs(
            HOME,
            ("desk:bank:questions", _("Question bank")),
            ("desk:bank:question", unit.slug.upper(), unit.key),
            ("desk:corrections:list", _("Answer key corrections")),
        ),
        back=back,
        note=note,
        may_decide=context["may_decide"],
    )
