"""What the compliance office refuses, in whole sentences."""

from courses.errors import CourseError


class ComplianceError(CourseError):
    """A requirement or an exemption that cannot be as asked."""


class PreviewChangedError(ComplianceError):
    """What was shown is no longer so; nothing was done."""
