"""The page on which a test starts that does not count; it works without script."""

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from courses.assessment.attempts import extra_time, timing, windows
from courses.assessment.attempts.admission import paper_of
from courses.assessment.errors import StartError
from courses.assessment.models import PaperVersion, Purpose, new_hold
from courses.assessment.practice import gauging
from courses.models import Enrolment
from elearning.accounts.requests import SignedInRequest
from elearning.languages import current

if TYPE_CHECKING:
    from uuid import UUID


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: SignedInRequest, key: "UUID", purpose: str) -> HttpResponse:
    """Say what the test is for, and start it; one that was taken leads to its result."""
    own = Enrolment.objects.filter(learner__user=request.user)
    enrolment = get_object_or_404(
        own.select_related("course", "edition", "learner"), key=key
    )
    wanted = Purpose(purpose)
    if request.method == "POST":
        return _start(request, enrolment, wanted)
    now = timezone.now()
    taken = gauging.taken_in(enrolment, wanted)
    if taken and not timing.close_if_over(taken, at=now).is_open:
        return redirect("learner:result", taken.key)
    try:
        paper = paper_of(enrolment)
    except PaperVersion.DoesNotExist:
        raise Http404 from None
    context = {
        "course": enrolment.course,
        "purpose": wanted,
        "title": wanted.label,
        "under_way": taken,
        "reason": None if taken else gauging.refusal(enrolment, wanted, now),
        "questions": paper.questions_for(wanted),
        "minutes": paper.minutes_for(wanted)
        + extra_time.minutes_for(enrolment.learner, paper, now),
        "hold": new_hold(),
        "breadcrumbs": [(enrolment.get_absolute_url(), enrolment.course.title)],
    }
    return render(request, "assessment/test_start.html", context)


def _start(
    request: SignedInRequest, enrolment: Enrolment, purpose: Purpose
) -> HttpResponse:
    hold = request.POST.get("hold", "")[:16] or None
    try:
        attempt = gauging.start(
            enrolment,
            purpose,
            at=timezone.now(),
            by=request.user,
            language=current(),
            hold=hold,
        )
    except StartError:
        return redirect(request.path)  # it says what is in the way
    if attempt.hold != hold:
        return redirect(request.path)  # it offers to continue, or shows the result
    windows.remember(request, attempt)
    return redirect(windows.address("question", attempt, 1))
