"""Errors of the compliance app."""

from courses.errors import CourseError


class ComplianceError(CourseError):
    """A requirement or an exemption is refused."""


class PreviewChangedError(ComplianceError):
    """The data has changed since the preview was shown; nothing was done."""
