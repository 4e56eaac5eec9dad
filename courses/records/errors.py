"""What the records office refuses, in whole sentences."""

from courses.errors import CourseError


class TargetError(CourseError):
    """Another store that cannot be set up as asked; ``field`` is what is wrong, if one."""

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class ExportError(CourseError):
    """An export that cannot be made as asked."""


class LrsCredentialError(CourseError):
    """A credential that cannot be made as asked."""


class CorrectionError(CourseError):
    """A pass that cannot be corrected as asked."""
