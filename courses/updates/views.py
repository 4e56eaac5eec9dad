"""The page of a certificate update, with the changes; works without JavaScript."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from courses.assessment.attempts import exam_windows, extra_time
from courses.assessment.attempts.exam_admission import get_exam_paper
from courses.assessment.models import AttemptPurpose, generate_window_token
from courses.models import Enrolment
from courses.updates import certificate_updates
from courses.updates.errors import UpdateError
from courses.updates.update_tasks import (
    AvailableQuestions,
    build_task_questions,
    find_update_task,
    list_changed_clauses,
    list_clause_changes,
    list_course_briefings,
)
from elearning.accounts.signed_in_request import SignedInRequest
from elearning.languages import get_current_language

if TYPE_CHECKING:
    from uuid import UUID


@require_http_methods(["GET", "HEAD", "POST"])
def update_certificate(request: SignedInRequest, key: "UUID") -> HttpResponse:
    """Show the changed clauses word by word; start the test, or record the confirmation."""
    own = Enrolment.objects.filter(learner__user=request.user)
    enrolment = get_object_or_404(
        own.select_related("course", "edition", "learner"), key=key
    )
    if request.method == "POST":
        return _go_on(request, enrolment)
    now = timezone.now()
    task = find_update_task(enrolment, on=timezone.localdate(now))
    taken = certificate_updates.find_open_test(enrolment, at=now)
    context: dict[str, Any] = {
        "course": enrolment.course,
        "task": task,
        "under_way": taken,
        "breadcrumbs": [(enrolment.get_absolute_url(), enrolment.course.title)],
    }
    if task is not None:
        found = build_task_questions(task, on=timezone.localdate(now))
        context |= {
            "parts": list_changed_clauses(task, list_clause_changes(task)),
            "briefings": list_course_briefings(task),
            "asked": found,
            "test_minutes": _minutes(task.enrolment, found),
            "last": certificate_updates.list_update_tests(task.enrolment)
            .exclude(marked_at=None)
            .first(),
            "wait": _wait(task.enrolment, now),
            "today": timezone.localdate(now),
            "hold": generate_window_token(),
        }
    return render(request, "updates/update.html", context)


def _go_on(request: SignedInRequest, enrolment: Enrolment) -> HttpResponse:
    hold = request.POST.get("hold", "")[:16] or None
    facts: dict[str, Any] = {
        "seen": request.POST.get("seen", ""),
        "at": timezone.now(),
        "by": request.user,
        "language": get_current_language(),
    }
    try:
        if request.POST.get("go") == "confirm":
            certificate_updates.confirm_reading(enrolment, **facts)
            messages.success(request, _("Your certificate is up to date again."))
            return redirect("learner:certificates")
        attempt = certificate_updates.start_update_test(enrolment, hold=hold, **facts)
    except UpdateError as error:
        messages.error(request, str(error))
        return redirect(request.path)
    if attempt.hold != hold:
        return redirect(request.path)  # that page offers to continue
    exam_windows.remember_window(request, attempt)
    return redirect(exam_windows.build_attempt_url("question", attempt, 1))


def _wait(enrolment: Enrolment, at: datetime) -> str:
    opens = certificate_updates.find_test_reopening(enrolment)
    return (
        certificate_updates.render_wait_message(opens)
        if opens is not None and at < opens
        else ""
    )


def _minutes(enrolment: Enrolment, found: AvailableQuestions) -> int:
    """Return the minutes for the questions, with extra time; 0 if there are none."""
    if not found.questions:
        return 0
    paper = get_exam_paper(enrolment)
    extra = extra_time.compute_extra_minutes(enrolment.learner, paper, timezone.now())
    return paper.minutes_for(AttemptPurpose.UPDATE) + extra
