"""Receiver that credits equivalent training to new enrolments."""

from courses.events import LearnerEnrolled
from courses.recognition.lesson_credits import apply_credits


@LearnerEnrolled.receiver
def credit_new_enrolment(event: LearnerEnrolled) -> None:
    """Mark lessons as finished that confirmed equivalent training covers."""
    apply_credits(event.enrolment, at=event.enrolment.enrolled_at)
