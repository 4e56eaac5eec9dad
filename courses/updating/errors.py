"""What is refused about updates of certificates, in whole sentences."""

from courses.errors import CourseError


class UpdateError(CourseError):
    """A certificate cannot be updated in this way, or not now."""
