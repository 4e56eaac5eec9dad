"""Errors of the courses app."""


class CourseError(Exception):
    """A refusal whose message says what is wrong and what to do next."""


class EnrolmentError(CourseError):
    """A person cannot be enrolled on a course, or cannot leave it."""


class ReleaseError(CourseError):
    """An edition cannot be released; ``reasons`` lists everything that is missing."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons


class LanguageExceptionError(CourseError):
    """An exception from the rule of two languages is refused."""


class SafeguardError(CourseError):
    """A safeguard review is refused: wrong person, wrong time, or incomplete."""


class RemitError(CourseError):
    """A remit over a course cannot be granted or ended, or not by this person."""


class TranslationError(CourseError):
    """A translation cannot be saved; ``is_late`` if another was saved in the meantime."""

    def __init__(self, words: str, *, is_late: bool = False) -> None:
        super().__init__(words)
        self.is_late = is_late


class ProgressError(CourseError):
    """A unit cannot be opened or finished now."""
