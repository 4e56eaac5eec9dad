"""Whoever is put on a course has the lessons done that her equivalent training stands for."""

from courses.events import LearnerEnrolled
from courses.recognition.lesson_credits import apply_credits


@LearnerEnrolled.receiver
def credit_new_enrolment(event: LearnerEnrolled) -> None:
    """Mark lessons as done for which confirmed training stands."""
    apply_credits(event.enrolment, at=event.enrolment.enrolled_at)
