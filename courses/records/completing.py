"""Record that somebody passed a course, once, with the day until which it counts."""

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from courses import validity
from courses.models import Enrolment
from courses.records.models import Completion
from courses.records.signals import completion_recorded
from elearning.audit import trail

if TYPE_CHECKING:
    from datetime import date

    from elearning.accounts.models import User


def record_completion(
    enrolment: Enrolment,
    *,
    by: "User | None",
    at: datetime,
    score: float | None,
    language: str,
) -> Completion:
    """Record the pass of ``enrolment`` and return it; repeating it changes nothing.

    ``score`` is a share from 0 to 1, or ``None`` where the course has no exam. The
    expiry follows rules R1 and R2 of the curriculum from the course's validity and the
    pass before. Sends ``completion_recorded`` in the same transaction.
    """
    passed_on = timezone.localdate(at)
    with transaction.atomic():
        completion, created = Completion.objects.get_or_create(
            enrolment=enrolment,
            defaults={
                "learner": enrolment.learner,
                "course": enrolment.course,
                "edition": enrolment.edition,
                "completed_at": at,
                "passed_on": passed_on,
                "expires_on": _expiry(enrolment, passed_on),
                "score": None if score is None else Decimal(str(round(score, 4))),
                "language": language,
                "basis": _basis(score),
                "recorded_at": at,
                "recorded_by": by,
            },
        )
        if created:
            person = enrolment.learner.key
            trail.write("records.completed", by=by, on=completion, person=person)
            completion_recorded.send(Completion, completion=completion, by=by)
    return completion


def _expiry(enrolment: Enrolment, passed_on: "date") -> "date":
    course = enrolment.course
    before = (
        Completion.objects.as_of(passed_on)
        .filter(learner=enrolment.learner, course=course)
        .order_by("-expires_on")
        .values_list("expires_on", flat=True)
        .first()
    )
    return validity.expires_on(passed_on, course.validity_months, before)


def _basis(score: float | None) -> Completion.Basis:
    return Completion.Basis.LESSONS if score is None else Completion.Basis.EXAM
