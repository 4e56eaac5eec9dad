"""A learner's attempts, for the trainer who speaks with her, and one attempt more."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from courses.assessment.attempts import granting, timeline
from courses.assessment.errors import GrantError
from courses.assessment.models import Attempt
from courses.desk import access
from courses.desk.exams.forms import FindForm, FurtherForm
from courses.models import Course
from elearning.accounts.requests import SignedInRequest
from elearning.accounts.roles import Role
from elearning.audit import trail
from elearning.staff.models import StaffMember

if TYPE_CHECKING:
    from courses.models import Enrolment
    from elearning.accounts.models import User

TRAINERS = (Role.TRAINER,)


@require_http_methods(["GET", "HEAD", "POST"])
@access.for_roles(*TRAINERS)
def find(request: SignedInRequest) -> HttpResponse:
    """Find one learner of the remit by her whole service number."""
    form = FindForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        number = form.cleaned_data["number"].strip()
        people = StaffMember.objects.in_remit_of(request.user, roles=TRAINERS)
        found = people.filter(staff_number__iexact=number).first()
        if found is not None:
            return redirect("desk:exams:learner", found.key)
        form.add_error(
            "number",
            _("Nobody in your remit has this number. Check each digit and try again."),
        )
    return render(request, "desk/exams/find.html", {"form": form})


@require_safe
@access.for_roles(*TRAINERS)
def learner(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Show how a learner's exams went, never what she answered; the look is audited."""
    person = access.person_of(request.user, key, TRAINERS)
    trail.write("assessment.attempts_viewed", by=request.user, on=person, person=key)
    context = {"person": person, "lines": _lines(person, request.user)}
    return render(request, "desk/exams/learner.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access.for_roles(*TRAINERS)
def grant(request: SignedInRequest, key: UUID, enrolment: UUID) -> HttpResponse:
    """Grant one attempt more, with the day of the conversation and a reason."""
    person = access.person_of(request.user, key, TRAINERS)
    chosen = get_object_or_404(
        person.enrolments.filter(course__in=_courses(request.user)), key=enrolment
    )
    form = FurtherForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            granting.grant_further_attempt(
                chosen, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except GrantError as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request, _("One further attempt is granted. The learner is told.")
            )
            return redirect("desk:exams:learner", key)
    context = {"person": person, "enrolment": chosen, "form": form}
    return render(request, "desk/exams/further.html", context)


def _courses(trainer: "User") -> Any:
    return Course.objects.in_remit_of(trainer).values("pk")


def _lines(person: StaffMember, trainer: "User") -> list[dict[str, Any]]:
    """Return each exam of the trainer's courses the person has tried, newest first."""
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
            "attempts": [(attempt, timeline.of(attempt)) for attempt in attempts],
            "may_grant": granting.may_grant(enrolment, attempts),
        }
        for enrolment, attempts in grouped.items()
    ]
