"""The start page of an exam; it works without JavaScript."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from courses.assessment.attempts import attempt_deadlines, attempt_start, exam_windows
from courses.assessment.errors import ExamStartError
from courses.assessment.models import Attempt, PaperVersion, generate_window_token
from courses.assessment.pages.exam_code_forms import SittingCodeForm
from courses.assessment.pages.exam_start_page import build_start_context
from courses.assessment.sittings import access_codes
from courses.models import Enrolment
from elearning.accounts.signed_in_request import SignedInRequest
from elearning.languages import get_current_language


@require_http_methods(["GET", "HEAD", "POST"])
def start_exam(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Show the rules of the exam, and start it."""
    own = Enrolment.objects.filter(learner__user=request.user)
    enrolment = get_object_or_404(own.select_related("course", "edition"), key=key)
    paper = get_object_or_404(
        PaperVersion.objects.select_related("version").prefetch_related(
            "version__texts"
        ),
        version__entries__edition=enrolment.edition,
    )
    now = timezone.now()
    if request.method == "POST":
        return _start(request, enrolment, paper)
    under_way = attempt_start.find_open_attempt(enrolment)
    if (
        under_way
        and not attempt_deadlines.close_overdue_attempt(under_way, at=now).is_open
    ):
        return redirect("learner:result", under_way.key)
    if passed := _passed(enrolment):
        return redirect("learner:result", passed.key)
    context = build_start_context(enrolment, paper, under_way, now)
    context |= {"hold": generate_window_token(), "form": SittingCodeForm()}
    return render(request, "assessment/start.html", context)


def _passed(enrolment: Enrolment) -> Attempt | None:
    """Return the attempt that passed, or else the one with which the course ended."""
    if passed := enrolment.attempts.passed().first():
        return passed
    return enrolment.attempts.filter(passed=True).first()


def _start(
    request: SignedInRequest, enrolment: Enrolment, paper: PaperVersion
) -> HttpResponse:
    hold = request.POST.get("hold", "")[:16] or None
    now, code = timezone.now(), request.POST.get("code", "").strip()
    form = SittingCodeForm(request.POST)
    if code and not access_codes.consume_code_try(request, enrolment.learner):
        form.add_error("code", access_codes.render_code_limit_error())
        return _start_again(request, enrolment, paper, form)
    try:
        attempt = attempt_start.start_attempt(
            enrolment,
            at=now,
            by=request.user,
            language=get_current_language(),
            hold=hold,
            code=code,
        )
    except ExamStartError as error:
        if [reason.code for reason in error.reasons] == ["code"]:
            if not form.has_error("code"):
                form.add_error("code", str(error))
            return _start_again(request, enrolment, paper, form)
        # the page lists what is missing
        return redirect("assessment:start", enrolment.key)
    is_new = attempt.started_at == now
    if attempt.hold != hold or not (is_new or _is_here(request, attempt)):
        # the page offers to continue
        return redirect("assessment:start", enrolment.key)
    if is_new and code:
        access_codes.reset_code_tries(request, enrolment.learner)
    exam_windows.remember_window(request, attempt)
    return redirect(exam_windows.build_attempt_url("question", attempt, 1))


def _is_here(request: SignedInRequest, attempt: Attempt) -> bool:
    """Return whether an attempt under way may continue by its window name alone.

    Not on another device in an invigilated sitting: the name is visible in the address.
    """
    room = attempt.sitting
    return not (room and room.is_invigilated) or exam_windows.is_known_device(
        request, attempt
    )


def _start_again(
    request: SignedInRequest,
    enrolment: Enrolment,
    paper: PaperVersion,
    form: SittingCodeForm,
) -> HttpResponse:
    context = build_start_context(enrolment, paper, None, timezone.now())
    context |= {"hold": generate_window_token(), "form": form}
    return render(request, "assessment/start.html", context, status=400)
