"""What the records office refuses, in whole sentences."""

from courses.errors import CourseError


class TargetError(CourseError):
    """Another store that cannot be set up as asked."""


class ExportError(CourseError):
    """An export that cannot be made as asked."""


class CredentialError(CourseError):
    """A credential that cannot be made as asked."""
