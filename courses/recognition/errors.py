"""What the recognition of training refuses."""

from courses.errors import CourseError


class RecognitionError(CourseError):
    """Something cannot be recognised or corrected: not by this person, or not so."""


class ScanError(RecognitionError):
    """A file that is not kept as the scan of a paper; says why and what to do."""
