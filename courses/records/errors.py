"""Errors of the records app."""

from courses.errors import CourseError


class TargetError(CourseError):
    """Another store cannot be set up as requested; ``field`` is the wrong field, if any."""

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class ExportError(CourseError):
    """An export cannot be made as requested."""


class LrsCredentialError(CourseError):
    """A credential cannot be created as requested."""


class CorrectionError(CourseError):
    """A pass cannot be corrected as requested."""
