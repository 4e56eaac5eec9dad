"""Errors of the updating app."""

from courses.errors import CourseError


class UpdateError(CourseError):
    """A certificate cannot be updated in this way, or not now."""
