"""The start page of a test that does not count; it works without JavaScript."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from courses.assessment.attempts import attempt_deadlines, exam_windows, extra_time
from courses.assessment.attempts.exam_admission import get_exam_paper
from courses.assessment.errors import ExamStartError
from courses.assessment.models import (
    AttemptPurpose,
    PaperVersion,
    generate_window_token,
)
from courses.assessment.practice import diagnostic_tests
from courses.models import Enrolment
from elearning.accounts.signed_in_request import SignedInRequest
from elearning.languages import get_current_language


@require_http_methods(["GET", "HEAD", "POST"])
def start_diagnostic_test(
    request: SignedInRequest, key: UUID, purpose: str
) -> HttpResponse:
    """Show the purpose of the test, and start it; a taken test shows its result."""
    own = Enrolment.objects.filter(learner__user=request.user)
    enrolment = get_object_or_404(
        own.select_related("course", "edition", "learner"), key=key
    )
    wanted = AttemptPurpose(purpose)
    if request.method == "POST":
        return _start(request, enrolment, wanted)
    now = timezone.now()
    taken = diagnostic_tests.find_test_attempt(enrolment, wanted)
    if taken and not attempt_deadlines.close_overdue_attempt(taken, at=now).is_open:
        return redirect("learner:result", taken.key)
    try:
        paper = get_exam_paper(enrolment)
    except PaperVersion.DoesNotExist:
        raise Http404 from None
    context = {
        "course": enrolment.course,
        "purpose": wanted,
        "title": wanted.label,
        "under_way": taken,
        "reason": None
        if taken
        else diagnostic_tests.find_test_refusal(enrolment, wanted, now),
        "questions": paper.questions_for(wanted),
        "minutes": paper.minutes_for(wanted)
        + extra_time.compute_extra_minutes(enrolment.learner, paper, now),
        "hold": generate_window_token(),
        "breadcrumbs": [(enrolment.get_absolute_url(), enrolment.course.title)],
    }
    return render(request, "assessment/test_start.html", context)


def _start(
    request: SignedInRequest, enrolment: Enrolment, purpose: AttemptPurpose
) -> HttpResponse:
    hold = request.POST.get("hold", "")[:16] or None
    try:
        attempt = diagnostic_tests.start_test(
            enrolment,
            purpose,
            at=timezone.now(),
            by=request.user,
            language=get_current_language(),
            hold=hold,
        )
    except ExamStartError:
        return redirect(request.path)  # the page shows what is in the way
    if attempt.hold != hold:
        # the page offers to continue, or shows the result
        return redirect(request.path)
    exam_windows.remember_window(request, attempt)
    return redirect(exam_windows.build_attempt_url("question", attempt, 1))
