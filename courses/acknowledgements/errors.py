"""Errors of the acknowledging app."""

from courses.errors import CourseError


class AcknowledgementError(CourseError):
    """An acknowledgement, reading rule or paper issue is refused."""
