"""Pending work on questions: proposed states to decide on, and reviews to close."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from courses.assessment.bank import review_tasks, stale_questions
from courses.assessment.errors import QuestionBankError
from courses.assessment.models import ReviewTask, StateChange, StateProposal
from courses.desk.bank.bank_rows import (
    build_question_form_page,
    describe_asked_version,
    get_bank_row,
    list_review_task_rows,
)
from courses.desk.kit import access
from courses.desk.kit.decision_forms import ReasonForm
from courses.desk.kit.decision_page import reload_if_outdated
from courses.desk.kit.form_page import handle_form_page
from courses.desk.kit.list_page import paginate_rows
from courses.desk.kit.reaffirmation_form import ReaffirmationForm
from courses.provisions.staleness import list_stale_changes
from elearning.accounts.roles import Role
from elearning.accounts.signed_in_request import SignedInRequest


@require_safe
@access.require_role(*access.RELEASERS)
def list_state_proposals(request: SignedInRequest) -> HttpResponse:
    """List the proposed states that wait for a second person, oldest first."""
    waiting = StateProposal.objects.visible_to(request.user).waiting()
    found = waiting.select_related("unit__course", "proposed_by").order_by("pk")
    context = {
        "title": _("States to decide about"),
        "page": paginate_rows(request, found),
    }
    return render(request, "desk/bank/proposals.html", context)


@require_safe
@access.require_role(*access.RELEASERS)
def list_review_tasks(request: SignedInRequest) -> HttpResponse:
    """List the questions that wait for a review, oldest first."""
    waiting = ReviewTask.objects.visible_to(request.user).open().order_by("pk")
    page = paginate_rows(request, waiting)
    context = {
        "title": _("Questions to review"),
        "page": page,
        "tasks": list_review_task_rows(page.object_list, request.user),
        "writes": request.user.has_role(Role.TRAINER),
    }
    return render(request, "desk/bank/tasks.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(Role.TRAINER)
def close_review_task(request: SignedInRequest, pk: int) -> HttpResponse:
    """Close a review task, with a sentence on its outcome."""
    task = get_object_or_404(ReviewTask.objects.visible_to(request.user), pk=pk)
    line = get_bank_row(request.user, task.question.version.unit.key)
    form = ReasonForm(request.POST or None)
    page = build_question_form_page(
        line,
        _("Close this task?"),
        [
            review_tasks.format_task_reason(task),
            _("The result is saved with your name."),
            _(
                "The state of the question stays as it is. Change it on the "
                "question's page."
            ),
        ],
        _("Close the task"),
        back=reverse("desk:bank:tasks"),
    )

    def act(given: dict[str, Any]) -> str:
        review_tasks.close_review_task(
            task, by=request.user, at=timezone.now(), **given
        )
        return _("The task is closed.")

    return handle_form_page(request, form, page, act, QuestionBankError)


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*access.RELEASERS)
@reload_if_outdated
def reaffirm_bank_question(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Confirm that a question is still right under the changed clauses."""
    line = get_bank_row(request.user, key)
    question = review_tasks.find_asked_version(line.unit)
    changes = (
        list_stale_changes([question.version]).get(question.version_id)
        if question
        else None
    )
    if question is None or not changes:
        raise Http404
    form = ReaffirmationForm(request.POST or None, question.version, changes)
    page = build_question_form_page(
        line,
        _("Is it still right under the new text?"),
        [
            *describe_asked_version(question),
            *[f"{one.clause}: {one.reason}" for one in changes],
            _("Your reason is saved with your name."),
            _(
                "If you have an update of this course to do, that counts once a second "
                "person has confirmed it."
            ),
            _("The question is asked again, unless something else counts against it."),
        ],
        _("Still right under the new text"),
    )

    def act(given: dict[str, Any]) -> str:
        back = stale_questions.reaffirm_question(
            question,
            read=form.list_read_changes(),
            reason=given["reason"],
            by=request.user,
            at=timezone.now(),
        )
        return _kept(back)

    return handle_form_page(request, form, page, act, QuestionBankError)


def _kept(back: StateChange | StateProposal | None) -> str:
    """Return the message after a question was confirmed as still right."""
    if isinstance(back, StateProposal):
        return _("Proposed. A second person will decide.")
    return _("Saved. The question is asked again.") if back else _("Saved.")
