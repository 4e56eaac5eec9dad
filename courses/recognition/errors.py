"""Errors of the recognition app."""

from courses.errors import CourseError


class RecognitionError(CourseError):
    """A recognition or correction is refused: wrong person, or wrong input."""


class ScanError(RecognitionError):
    """A file cannot be stored as a scan; the message says why and what to do."""
