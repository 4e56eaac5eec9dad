"""Actions on a question: changing its state, filing, quarantine, decision on a leak."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from courses.assessment.bank import (
    bank_coverage,
    question_folders,
    question_leaks,
    question_quarantine,
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
from courses.desk.bank.bank_rows import (
    BankQuestionRow,
    build_question_form_page,
    describe_asked_version,
    get_bank_row,
)
from courses.desk.bank.forms import (
    FilingForm,
    FilingSelectionForm,
    LeakDecisionForm,
    QuarantineLiftForm,
    QuestionStateDecisionForm,
    QuestionStateForm,
    StateWithdrawalForm,
)
from courses.desk.kit import access
from courses.desk.kit.decision_forms import ReasonForm
from courses.desk.kit.decision_page import reload_if_outdated, submit_decision
from courses.desk.kit.form_page import handle_form_page, render_form
from courses.models import Unit
from elearning.accounts.roles import Role
from elearning.accounts.signed_in_request import SignedInRequest


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(Role.TRAINER)
@reload_if_outdated
def change_question_state(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Put a question on trial, make it live, or retire it; or propose that."""
    line = get_bank_row(request.user, key)
    lacks = question_states.list_state_objections(line.unit, QuestionState.LIVE)
    mark = review_tasks.build_objection_mark(line.unit)
    form = QuestionStateForm(
        request.POST or None,
        now=line.state,
        may_except=bool(lacks),
        initial={"expected": mark},
    )

    def act(given: dict[str, Any]) -> str:
        wanted = QuestionState(given["state"])
        proposal = question_states.change_question_state(
            line.unit,
            wanted,
            reason=given["reason"],
            exception=given.get("exception", False),
            expected=given["expected"],
            by=request.user,
            at=timezone.now(),
        )
        if proposal is not None:
            return _("Proposed. A second person will decide.")
        return _("The new state applies from now on.")

    page = build_question_form_page(
        line,
        _("Change the state of this question?"),
        [
            _("In trial, it is asked but does not count."),
            " ".join([_("Live, it is asked and counts."), *lacks]),
            _("Retired, it is no longer asked."),
            _("Exams that are under way stay as they are."),
            _(
                "A second person decides where a question comes among the live ones, "
                "leaves them or leaves a review, and about a draft."
            ),
        ],
        _("Change the state"),
    )
    return handle_form_page(request, form, page, act, QuestionBankError)


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*access.RELEASERS)
@reload_if_outdated
def decide_state_proposal(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Confirm or decline a proposed state, as a second person."""
    line, proposal = _proposed(request, key)
    form = QuestionStateDecisionForm(request.POST or None, initial=_expected(proposal))
    page = build_question_form_page(
        line,
        _("Decide about the state of this question?"),
        _consequences(line, proposal),
        _("Save the decision"),
    )
    decide = partial(question_states.decide_state_proposal, proposal)
    said = (
        _("Confirmed. The new state applies from now on."),
        _("Declined. Everything stays as it is."),
    )
    back = page.back_url
    done = submit_decision(request, form, decide, QuestionBankError, back, said)
    return done or render_form(request, "desk/form.html", {"form": form, "page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*access.RELEASERS)
@reload_if_outdated
def withdraw_state_proposal(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Withdraw a proposed state, as its proposer."""
    line, proposal = _proposed(request, key)

    def act(given: dict[str, Any]) -> str:
        question_states.withdraw_state_proposal(
            proposal, by=request.user, at=timezone.now(), **given
        )
        return _("Taken back. Everything stays as it is.")

    page = build_question_form_page(
        line,
        _("Take your proposal back?"),
        [_("The question keeps the state it has.")],
        _("Take it back"),
    )
    form = StateWithdrawalForm(request.POST or None, initial=_expected(proposal))
    return handle_form_page(request, form, page, act, QuestionBankError)


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(Role.TRAINER)
def file_question(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Set the folder and the tags of a question."""
    line = get_bank_row(request.user, key)
    now = line.filing
    form = FilingForm(
        request.POST or None,
        initial={
            "folder": now.folder if now else "",
            "tags": ", ".join(now.tag_list) if now else "",
        },
    )

    def act(given: dict[str, Any]) -> str:
        question_folders.file_question(
            line.unit.key, line.unit.course, by=request.user, **given
        )
        return _("The question has been filed.")

    page = build_question_form_page(
        line,
        _("Where does this question belong?"),
        [
            _("It is found there in every language."),
            _("No version is made, and no exam changes."),
        ],
        _("File the question"),
    )
    return handle_form_page(request, form, page, act, QuestionBankError)


@require_POST
@access.require_role(Role.TRAINER)
def file_many_questions(request: SignedInRequest) -> HttpResponse:
    """Set the folder and the tags of the questions selected in the list."""
    keys = FilingSelectionForm(request.POST)
    form = FilingForm(request.POST)
    if not keys.is_valid() or not form.is_valid():
        messages.error(
            request, _("Select questions in the list, then choose where to file them.")
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
            "%(n)s question has been filed.", "%(n)s questions have been filed.", number
        )
        messages.success(request, words % {"n": number})
    return redirect("desk:bank:questions")


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*access.RELEASERS)
def quarantine_question(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Exclude a leaked question from every draw."""
    line = get_bank_row(request.user, key)

    def act(given: dict[str, Any]) -> str:
        question_quarantine.quarantine_question(
            line.unit, by=request.user, at=timezone.now(), **given
        )
        return _("The question is quarantined. No exam that starts now asks it.")

    page = build_question_form_page(
        line,
        _("Quarantine this question?"),
        [
            _("From now on no exam draws it, in any edition."),
            _("Exams that are under way keep it, and no result changes."),
            _("Lifting the quarantine takes a second person."),
            _("The trainers of the course and the reviewers are told."),
            *bank_coverage.list_findings_without(line.unit),
        ],
        _("Quarantine the question"),
        is_danger=True,
    )
    return handle_form_page(
        request, ReasonForm(request.POST or None), page, act, QuestionBankError
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*access.RELEASERS)
@reload_if_outdated
def lift_question_quarantine(request: SignedInRequest, key: UUID) -> HttpResponse:
    """End a quarantine, as a second person."""
    line = get_bank_row(request.user, key)

    def act(given: dict[str, Any]) -> str:
        lifted = question_quarantine.lift_quarantine(
            line.unit, by=request.user, at=timezone.now(), **given
        )
        if isinstance(lifted, StateProposal):
            return _("Proposed. A second person will decide.")
        return _("The quarantine is lifted.")

    page = build_question_form_page(
        line,
        _("Lift the quarantine on this question?"),
        [
            _("The question is again in the state it had before."),
            *_against(line.unit),
            _(
                "If it was live and you have an update of this course to do, another "
                "person decides first."
            ),
            _("The list of attempts that included it and the decisions are kept."),
        ],
        _("Lift the quarantine"),
    )
    form = QuarantineLiftForm(request.POST or None, initial=_quarantined(line.unit))
    return handle_form_page(request, form, page, act, QuestionBankError)


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(Role.TRAINER)
@reload_if_outdated
def decide_leak(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Record the decision on the results that a leaked question is part of."""
    line = get_bank_row(request.user, key)

    def act(given: dict[str, Any]) -> str:
        question_leaks.decide_leak(
            line.unit,
            LeakDecision.Decision(given["decision"]),
            reason=given["reason"],
            expected=given["expected"],
            by=request.user,
            at=timezone.now(),
        )
        return _("The decision has been saved.")

    attempts = question_leaks.list_exposed_attempts(line.unit).count()
    count = ngettext(
        "%(n)s attempt included this question.",
        "%(n)s attempts included this question.",
        attempts,
    )
    page = build_question_form_page(
        line,
        _("Decide about the results?"),
        [
            count % {"n": attempts},
            _("The decision is saved with your name, the reason and the numbers."),
            _("The platform changes no result and withdraws no certificate."),
        ],
        _("Save the decision"),
    )
    form = LeakDecisionForm(request.POST or None, initial=_quarantined(line.unit))
    return handle_form_page(request, form, page, act, QuestionBankError)


def _proposed(
    request: SignedInRequest, key: UUID
) -> tuple[BankQuestionRow, StateProposal]:
    """Return a question with its pending state proposal, or raise 404."""
    line = get_bank_row(request.user, key)
    waiting = StateProposal.objects.visible_to(request.user).waiting()
    return line, get_object_or_404(
        waiting.select_related("unit__course", "proposed_by"), unit=line.unit
    )


def _expected(proposal: StateProposal) -> dict[str, str]:
    return {"expected": question_states.build_proposal_mark(proposal)}


def _quarantined(unit: Unit) -> dict[str, str]:
    return {"expected": question_quarantine.build_quarantine_mark(unit)}


def _against(unit: Unit) -> list[str]:
    """Return why the question would go to review if it were live."""
    found = review_tasks.list_objections(unit)
    return [_("If it was live, it goes to review:"), *found] if found else []


def _consequences(line: BankQuestionRow, proposal: StateProposal) -> list[str]:
    """Return what is proposed and why, and what the exam would lack as a result."""
    wanted = QuestionState(proposal.state)
    moves = proposal.state != proposal.before
    words = (
        _("The state would change from “%(before)s” to “%(after)s”.")
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
        "An exception: its trial has not shown enough, or the answers count against it."
    )
    return [
        said,
        reason,
        *([exception] if proposal.is_exception else []),
        *(describe_asked_version(proposal.reaffirms) if proposal.reaffirms else []),
        *_list_objections(line.unit, proposal),
        *(
            bank_coverage.list_findings_without(line.unit)
            if moves and wanted != QuestionState.LIVE
            else []
        ),
    ]


def _list_objections(unit: Unit, proposal: StateProposal) -> list[str]:
    """Return the objections that a second person answers for by confirming."""
    wanted = QuestionState(proposal.state)
    if not proposal.reaffirms_id:
        return question_states.list_state_objections(unit, wanted)
    return [
        _("It would count as still right under the new text."),
        *review_tasks.list_objections(unit),
    ]
