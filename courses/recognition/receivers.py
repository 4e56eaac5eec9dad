"""Whoever is put on a course has the lessons done that her equivalent training stands for."""

from typing import TYPE_CHECKING, Any

from django.dispatch import receiver

from courses.recognition.lesson_credits import apply_credits
from courses.signals import enrolled

if TYPE_CHECKING:
    from courses.models import Enrolment


@receiver(enrolled)
def credit_new_enrolment(sender: Any, enrolment: "Enrolment", **kwargs: Any) -> None:
    """Mark lessons as done for which confirmed training stands."""
    apply_credits(enrolment, at=enrolment.enrolled_at)
