"""People in an officer’s remit who were asked a leaked question."""

from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q

from courses.assessment.bank import question_leaks
from courses.assessment.models import AttemptPurpose, QuestionState
from courses.models import Unit
from elearning.staff.models import StaffMember

if TYPE_CHECKING:
    from elearning.accounts.models import User


def list_leaked_questions(user: "User") -> Any:
    """Return the questions ever quarantined that people in the user’s remit had in an exam.

    Each has ``attempts``, the number of these people’s attempts.
    """
    people = StaffMember.objects.in_remit_of(user).values("pk")
    learner = "versions__question__askings__attempt__enrolment__learner__in"
    purpose = "versions__question__askings__attempt__purpose"
    found = Unit.objects.filter(
        pk__in=Unit.objects.filter(
            state_changes__state=QuestionState.QUARANTINED
        ).values("pk")
    ).annotate(
        attempts=Count(
            "versions__question__askings__attempt",
            filter=Q(**{learner: people, purpose: AttemptPurpose.EXAM}),
            distinct=True,
        )
    )
    seen = found.filter(attempts__gt=0).select_related("course")
    return seen.order_by("course__code", "slug")


def list_exposed_attempts(user: "User", unit: Unit) -> Any:
    """Return the attempts of people in the user’s remit in which ``unit`` was asked."""
    people = StaffMember.objects.in_remit_of(user).values("pk")
    attempts = question_leaks.list_exposed_attempts(unit).filter(
        enrolment__learner__in=people
    )
    return attempts.select_related("enrolment__learner", "enrolment__course")
