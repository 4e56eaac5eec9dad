"""The attempts of a learner, for a trainer; granting one more."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from courses.assessment.attempts import attempt_timeline, further_attempts
from courses.assessment.errors import ExamGrantError
from courses.assessment.models import Attempt
from courses.desk.exams.forms import FurtherAttemptForm, LearnerSearchForm
from courses.desk.kit import access
from courses.desk.kit.form_page import FormPage, handle_form_page, render_form
from courses.models import Course
from elearning.accounts.roles import Role
from elearning.accounts.signed_in_request import SignedInRequest
from elearning.audit import audit_log
from elearning.staff.models import StaffMember

if TYPE_CHECKING:
    from courses.models import Enrolment
    from elearning.accounts.models import User

TRAINERS = (Role.TRAINER,)


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*TRAINERS)
def search_learner(request: SignedInRequest) -> HttpResponse:
    """Find a learner in the remit by their complete service number."""
    form = LearnerSearchForm(request.POST or None, by=request.user)
    if request.method == "POST" and form.is_valid():
        return redirect("desk:exams:learner", form.cleaned_data["number"].key)
    return render_form(request, "desk/exams/find.html", {"form": form})


@require_safe
@access.require_role(*TRAINERS)
def show_learner_attempts(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Show how a learner’s exams went, but never the answers; viewing is audited."""
    person = access.get_person_in_remit(request.user, key, TRAINERS)
    audit_log.record_action(
        "assessment.attempts_viewed", by=request.user, on=person, person=key
    )
    context = {"person": person, "lines": _lines(person, request.user)}
    return render(request, "desk/exams/learner.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*TRAINERS)
def grant_another_attempt(
    request: SignedInRequest, key: UUID, enrolment: UUID
) -> HttpResponse:
    """Grant one more attempt, with the day of the conversation and a reason."""
    person = access.get_person_in_remit(request.user, key, TRAINERS)
    chosen = get_object_or_404(
        person.enrolments.filter(course__in=_courses(request.user)), key=enrolment
    )
    form = FurtherAttemptForm(request.POST or None)
    page = FormPage(
        _("Grant a further attempt"),
        back=reverse("desk:exams:learner", args=[key]),
        about=f"{person.full_name} · {chosen.course.code}",
        intro=_(
            "All attempts have been used. After a conversation with the "
            "learner, you can grant one more. The learner first reads again "
            "what they got wrong; nothing else stands in the way."
        ),
    )

    def act(given: dict[str, Any]) -> str:
        further_attempts.grant_further_attempt(
            chosen, by=request.user, at=timezone.now(), **given
        )
        return _("One more attempt granted. The learner has been notified.")

    return handle_form_page(request, form, page, act, ExamGrantError)


def _courses(trainer: "User") -> Any:
    return Course.objects.in_remit_of(trainer).values("pk")


def _lines(person: StaffMember, trainer: "User") -> list[dict[str, Any]]:
    """Return each exam of the trainer’s courses that ``person`` took, newest first."""
    taken = Attempt.objects.filter(
        enrolment__learner=person, enrolment__course__in=_courses(trainer)
    ).select_related("further", "paper", "enrolment__course")
    taken = (
        taken.with_verdict().with_answered().prefetch_related("events", "allowances")
    )
    grouped: dict[Enrolment, list[Attempt]] = {}
    for attempt in taken.order_by("-enrolment__enrolled_at", "enrolment", "number"):
        grouped.setdefault(attempt.enrolment, []).append(attempt)
    return [
        {
            "enrolment": enrolment,
            "attempts": [
                (attempt, attempt_timeline.build_timeline(attempt))
                for attempt in attempts
            ],
            "may_grant": further_attempts.can_grant_attempt(enrolment, attempts),
        }
        for enrolment, attempts in grouped.items()
    ]
