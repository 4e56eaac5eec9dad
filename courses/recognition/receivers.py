"""Whoever is put on a course has the lessons done that her equivalent training stands for."""

from typing import TYPE_CHECKING, Any

from django.dispatch import receiver

from courses.recognition.crediting import apply
from courses.signals import enrolled

if TYPE_CHECKING:
    from courses.models import Enrolment


@receiver(enrolled)
def credit(sender: Any, enrolment: "Enrolment", **kwargs: Any) -> None:
    """Mark lessons as done for which confirmed training stands."""
    apply(enrolment, at=enrolment.enrolled_at)
