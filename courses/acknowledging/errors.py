"""What is refused about acknowledgements, in whole sentences."""

from courses.errors import CourseError


class AcknowledgementError(CourseError):
    """A guideline cannot be acknowledged, or asked for, in this way."""
