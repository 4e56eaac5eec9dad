"""Corrections of passes: shown with their effect, proposed, decided by another."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from courses.desk.kit import access
from courses.desk.kit.decision_page import DecisionPage, read_proposal, submit_decision
from courses.desk.kit.form_page import (
    HOME,
    FormPage,
    build_crumbs,
    render_form,
    submit_form,
)
from courses.desk.recognition import correction_forms as forms
from courses.desk.recognition.forms import DECISIONS
from courses.desk.recognition.views.recognition_entries import (
    build_entries_page,
    record_entry_view,
)
from courses.recognition import pass_corrections
from courses.recognition.errors import RecognitionError
from courses.recognition.models import Correction
from courses.records.models import Completion
from elearning.accounts.signed_in_request import SignedInRequest
from elearning.staff.models import StaffMember


@require_safe
@access.require_role(*access.PERSONNEL)
def list_pass_corrections(request: SignedInRequest) -> HttpResponse:
    """List corrections, waiting ones first; the view is audited."""
    form = forms.PassCorrectionFilter(request.GET)
    form.is_valid()
    state = form.cleaned_data.get("state", "")
    rows = _known(request).filter(**DECISIONS.get(state, {}))
    action = "recognition.corrections_viewed"
    page = build_entries_page(request, rows, action, state=state)
    context = {
        "title": _("Corrections"),
        "label": _("Corrections, waiting ones first"),
        "form": form,
        "page": page,
    }
    return render(request, "desk/recognition/corrections.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*access.PERSONNEL)
def propose_pass_correction(request: SignedInRequest, pk: int) -> HttpResponse:
    """Propose the correction of a pass, after showing its effect."""
    one = _pass(request, pk)
    form = forms.PassCorrectionForm(request.POST or None, completion=one)
    context: dict[str, Any] = {"completion": one, "form": form}
    if request.method == "POST" and form.is_valid():
        at, seen = timezone.now(), form.cleaned_data["seen"]
        try:
            changes, seal = pass_corrections.preview_correction(
                one, form.wanted(), at=at
            )
            context |= {"changes": changes, "seal": seal}
            if seen == seal:
                pass_corrections.propose_correction(
                    one,
                    form.wanted(),
                    reason=form.cleaned_data["reason"],
                    seen=seen,
                    by=request.user,
                    at=at,
                )
                messages.success(request, _proposed())
                return redirect("desk:person", one.learner.key)
        except RecognitionError as error:
            form.add_error(None, str(error))
    return render_form(request, "desk/recognition/correct.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*access.PERSONNEL)
def propose_pass_withdrawal(request: SignedInRequest, pk: int) -> HttpResponse:
    """Propose the withdrawal of a pass that has no certificate of ours."""
    one = _pass(request, pk)
    form = forms.PassWithdrawalForm(request.POST or None)
    record = ("desk:person", _("Training record"), one.learner.key)
    page = FormPage(
        _("Propose withdrawing a pass"),
        _("Propose withdrawal"),
        crumbs=build_crumbs(HOME, record),
        about=one.learner.full_name,
        is_danger=True,
    )

    def act(given: dict[str, Any]) -> str:
        pass_corrections.propose_withdrawal(
            one, by=request.user, at=timezone.now(), **given
        )
        return _proposed()

    context = {"completion": one, "form": form, "page": page}
    done = submit_form(request, form, act, RecognitionError, page.back_url)
    return done or render_form(request, "desk/recognition/withdraw.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*access.PERSONNEL)
def decide_pass_correction(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Show a correction with its effect; a second person decides."""
    one = get_object_or_404(_known(request), key=key)
    kind = (
        forms.PassWithdrawalDecisionForm
        if one.is_withdrawal
        else forms.PassCorrectionDecisionForm
    )
    form = kind(request.POST or None)
    decide = partial(pass_corrections.decide_correction, one)
    page = _decision_page(request, one)
    said = (
        _(
            "Confirmed. The record shows what was there before, and why it "
            "was corrected."
        ),
        _("Declined. The record stays as it is."),
    )
    back = page.back_url
    if done := submit_decision(request, form, decide, RecognitionError, back, said):
        return done
    record_entry_view(request, one)
    context = {"correction": one, "form": form, "page": page} | _effect(one)
    return render_form(request, "desk/recognition/correction.html", context)


def _decision_page(request: SignedInRequest, one: Correction) -> DecisionPage:
    return DecisionPage(
        _("Withdrawal of a pass") if one.is_withdrawal else _("Correction of a pass"),
        crumbs=build_crumbs(HOME, ("desk:recognition:corrections", _("Corrections"))),
        about=one.learner.staff_number,
        **read_proposal(one, request.user),
    )


def _effect(one: Correction) -> dict[str, Any]:
    """Return what the correction would change today, or why it is impossible."""
    if not one.is_open or one.is_withdrawal:
        return {}
    try:
        changes, seal = pass_corrections.preview_correction(
            one.completion,
            pass_corrections.build_corrected_values(one),
            at=timezone.now(),
        )
    except RecognitionError as error:
        return {"obstacle": str(error)}
    return {"changes": changes, "seal": seal}


def _pass(request: SignedInRequest, pk: int) -> Completion:
    """Return a pass of somebody in the remit, or raise 404.

    It is neither corrected nor withdrawn, and not the user’s own.
    """
    people = StaffMember.objects.in_remit_of(request.user).exclude(user=request.user)
    rows = Completion.objects.filter(
        learner__in=people.values("pk"), superseded_by=None, withdrawal=None
    )
    known = rows.select_related("learner__user", "course", "edition")
    return get_object_or_404(known, pk=pk)


def _known(request: SignedInRequest) -> Any:
    rows = Correction.objects.visible_to(request.user)
    return rows.select_related(
        "learner",
        "completion__course",
        "completion__learner",
        "completion__edition",
        "completion__withdrawal",
        "proposed_by",
        "decision__by",
    )


def _proposed() -> str:
    return _("Proposed. Nothing changes until a second person decides.")
