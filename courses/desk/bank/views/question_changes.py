"""What is done to a question: another state, a second person's word, quarantine, a decision."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from courses.assessment.bank import (
    bank_coverage,
    question_folders,
    question_leaks,
    question_states,
    review_tasks,
)
from courses.assessment.errors import QuestionBankError
from courses.assessment.models import (
    LeakDecision,
    QuestionState,
    StateProposal,
    list_bank_questions,
)
from courses.desk.bank.bank_rows import BankQuestionRow, get_bank_row
from courses.desk.bank.forms import (
    FilingForm,
    FilingSelectionForm,
    LeakDecisionForm,
    QuestionStateDecisionForm,
    QuestionStateForm,
)
from courses.desk.kit import access
from courses.desk.kit.account_access import ReasonForm
from courses.models import Unit
from elearning.accounts.roles import Role
from elearning.accounts.signed_in_request import SignedInRequest


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(Role.TRAINER)
def change_question_state(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Put a question in trial, make it live, or retire it; or propose that."""
    line = get_bank_row(request.user, key)
    lacks = question_states.list_state_objections(line.unit, QuestionState.LIVE)
    form = QuestionStateForm(
        request.POST or None, now=line.state, may_except=bool(lacks)
    )

    def keep(given: dict[str, Any]) -> str:
        wanted = QuestionState(given["state"])
        proposal = question_states.change_question_state(
            line.unit,
            wanted,
            reason=given["reason"],
            exception=given.get("exception", False),
            by=request.user,
            at=timezone.now(),
        )
        if proposal is not None:
            return _("Proposed. A second person decides about it.")
        return _("The new state counts from now on.")

    return _ask(
        request,
        line,
        form,
        keep,
        {
            "question": _("Change the state of this question?"),
            "consequences": [
                _("In trial, it is asked and does not count."),
                " ".join([_("Live, it is asked and counts."), *lacks]),
                _("Retired, it is asked no more."),
                _("Exams that are under way stay as they are."),
                _(
                    "A second person decides where a question comes among the live ones, "
                    "leaves them or leaves a review, and about a draft."
                ),
            ],
            "action": _("Change the state"),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*access.RELEASERS)
def decide_state_proposal(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Confirm or decline a proposed state, as a second person."""
    line, proposal = _proposed(request, key)
    form = QuestionStateDecisionForm(request.POST or None)

    def keep(given: dict[str, Any]) -> str:
        question_states.decide_state_proposal(
            proposal,
            confirmed=form.is_confirmed,
            reason=given["reason"],
            by=request.user,
            at=timezone.now(),
        )
        if form.is_confirmed:
            return _("Confirmed. The new state counts from now on.")
        return _("Declined. Everything stays as it is.")

    return _ask(
        request,
        line,
        form,
        keep,
        {
            "question": _("Decide about the state of this question?"),
            "consequences": _consequences(line, proposal),
            "action": _("Keep the decision"),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*access.RELEASERS)
def withdraw_state_proposal(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Take a proposed state back, as who proposed it."""
    line, proposal = _proposed(request, key)

    def keep(given: dict[str, Any]) -> str:
        question_states.withdraw_state_proposal(
            proposal, by=request.user, at=timezone.now(), **given
        )
        return _("Taken back. Everything stays as it is.")

    return _ask(
        request,
        line,
        ReasonForm(request.POST or None),
        keep,
        {
            "question": _("Take your proposal back?"),
            "consequences": [_("The question keeps the state it has.")],
            "action": _("Take it back"),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(Role.TRAINER)
def file_question(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Put a question into a folder and under tags."""
    line = get_bank_row(request.user, key)
    now = line.filing
    form = FilingForm(
        request.POST or None,
        initial={
            "folder": now.folder if now else "",
            "tags": ", ".join(now.tag_list) if now else "",
        },
    )

    def keep(given: dict[str, Any]) -> str:
        question_folders.file_question(
            line.unit.key, line.unit.course, by=request.user, **given
        )
        return _("The question has its place.")

    return _ask(
        request,
        line,
        form,
        keep,
        {
            "question": _("Where does this question belong?"),
            "consequences": [
                _("It is found there in every language."),
                _("No version is made, and no exam changes."),
            ],
            "action": _("Keep the place"),
        },
    )


@require_POST
@access.require_role(Role.TRAINER)
def file_many_questions(request: SignedInRequest) -> HttpResponse:
    """Put the questions chosen in the list into a folder and under tags."""
    keys = FilingSelectionForm(request.POST)
    form = FilingForm(request.POST)
    if not keys.is_valid() or not form.is_valid():
        messages.error(
            request, _("Choose questions in the list, then name their place.")
        )
        return redirect("desk:bank:questions")
    units = list_bank_questions(request.user).filter(key__in=keys.cleaned_data["key"])
    try:
        courses = {unit.key: unit.course for unit in units.select_related("course")}
        number = question_folders.file_questions(
            courses, by=request.user, **form.cleaned_data
        )
    except QuestionBankError as error:
        messages.error(request, str(error))
    else:
        words = ngettext(
            "%(n)s question has its place.", "%(n)s questions have their place.", number
        )
        messages.success(request, words % {"n": number})
    return redirect("desk:bank:questions")


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*access.RELEASERS)
def quarantine_question(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Take a leaked question out of every draw."""
    line = get_bank_row(request.user, key)

    def keep(given: dict[str, Any]) -> str:
        question_states.quarantine_question(
            line.unit, by=request.user, at=timezone.now(), **given
        )
        return _("The question is quarantined. No exam that starts now asks it.")

    return _ask(
        request,
        line,
        ReasonForm(request.POST or None),
        keep,
        {
            "question": _("Quarantine this question?"),
            "consequences": [
                _("From now on no exam draws it, in any edition."),
                _("Exams that are under way keep it, and no result changes."),
                _("Lifting the quarantine takes a second person."),
                _("Trainers of the course and reviewers are told."),
                *bank_coverage.list_findings_without(line.unit),
            ],
            "action": _("Quarantine the question"),
            "danger": True,
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*access.RELEASERS)
def lift_question_quarantine(request: SignedInRequest, key: UUID) -> HttpResponse:
    """End a quarantine, as a second person."""
    line = get_bank_row(request.user, key)

    def keep(given: dict[str, Any]) -> str:
        lifted = question_states.lift_quarantine(
            line.unit, by=request.user, at=timezone.now(), **given
        )
        if isinstance(lifted, StateProposal):
            return _("Proposed. A second person decides about it.")
        return _("The quarantine is lifted.")

    return _ask(
        request,
        line,
        ReasonForm(request.POST or None),
        keep,
        {
            "question": _("Lift the quarantine of this question?"),
            "consequences": [
                _("The question is again in the state it had before."),
                *_against(line.unit),
                _(
                    "If it was live and you have an update of this course to do, another "
                    "person decides first."
                ),
                _("The list of attempts that saw it, and the decisions, are kept."),
            ],
            "action": _("Lift the quarantine"),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(Role.TRAINER)
def decide_leak(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Keep what was decided about the results that a leaked question is part of."""
    line = get_bank_row(request.user, key)

    def keep(given: dict[str, Any]) -> str:
        question_leaks.decide_leak(
            line.unit,
            LeakDecision.Decision(given["decision"]),
            reason=given["reason"],
            by=request.user,
            at=timezone.now(),
        )
        return _("The decision is kept.")

    attempts = question_leaks.list_exposed_attempts(line.unit).count()
    count = ngettext(
        "%(n)s attempt saw this question.",
        "%(n)s attempts saw this question.",
        attempts,
    )
    return _ask(
        request,
        line,
        LeakDecisionForm(request.POST or None),
        keep,
        {
            "question": _("Decide about the results?"),
            "consequences": [
                count % {"n": attempts},
                _("The decision is kept with your name, its reason and the numbers."),
                _("The platform changes no result and withdraws no certificate."),
            ],
            "action": _("Keep the decision"),
        },
    )


def _proposed(
    request: SignedInRequest, key: UUID
) -> tuple[BankQuestionRow, StateProposal]:
    """Return a question with the state that waits for it, or raise 404."""
    line = get_bank_row(request.user, key)
    waiting = StateProposal.objects.visible_to(request.user).waiting()
    return line, get_object_or_404(
        waiting.select_related("unit__course", "proposed_by"), unit=line.unit
    )


def _against(unit: Unit) -> list[str]:
    """Return why a question would come into review, if it was live."""
    found = review_tasks.list_objections(unit)
    return [_("If it was live, it goes to review:"), *found] if found else []


def _consequences(line: BankQuestionRow, proposal: StateProposal) -> list[str]:
    """Return what is proposed and why, and what the exam would lack by it."""
    wanted = QuestionState(proposal.state)
    moves = proposal.state != proposal.before
    words = (
        _("The state would be “%(after)s” instead of “%(before)s”.")
        if moves
        else _("The state stays “%(after)s”.")
    )
    said = words % {
        "before": proposal.get_before_display(),
        "after": proposal.get_state_display(),
    }
    number = proposal.proposed_by.staff_number
    reason = _("Reason given by %(number)s: %(reason)s") % {
        "number": number,
        "reason": proposal.reason,
    }
    exception = _(
        "An exception: its trial has not shown enough, or answers speak against it."
    )
    return [
        said,
        reason,
        *([exception] if proposal.is_exception else []),
        *_list_objections(line.unit, proposal),
        *(
            bank_coverage.list_findings_without(line.unit)
            if moves and wanted != QuestionState.LIVE
            else []
        ),
    ]


def _list_objections(unit: Unit, proposal: StateProposal) -> list[str]:
    """Return what speaks against what is proposed, and what a second person answers for."""
    wanted = QuestionState(proposal.state)
    if not proposal.reaffirms_id:
        return question_states.list_state_objections(unit, wanted)
    return [
        _("It would count as still right by the new text."),
        *review_tasks.list_objections(unit),
    ]


def _ask(
    request: SignedInRequest,
    line: BankQuestionRow,
    form: forms.Form,
    keep: Callable[[dict[str, Any]], str],
    words: dict[str, Any],
) -> HttpResponse:
    """Show a form with what follows from it; do it when it is sent."""
    if request.method == "POST" and form.is_valid():
        try:
            done = keep(form.cleaned_data)
        except QuestionBankError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, done)
            return redirect("desk:bank:question", line.unit.key)
    context = {"line": line, "form": form, "danger": False} | words
    context["back"] = reverse("desk:bank:question", args=[line.unit.key])
    return render(request, "desk/bank/change.html", context)
