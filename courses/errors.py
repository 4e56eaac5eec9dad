"""What the course office refuses, in whole sentences."""


class CourseError(Exception):
    """A refusal that says what is wrong and what to do next."""


class EnrolmentError(CourseError):
    """Somebody cannot be put on a course."""


class ReleaseError(CourseError):
    """An edition cannot be released; ``reasons`` lists everything that is missing."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons


class LanguageExceptionError(CourseError):
    """An exception from the rule of two languages is refused."""


class SafeguardError(CourseError):
    """A safeguard review is refused: not by this person, not now, or not whole."""


class RemitError(CourseError):
    """A course cannot be given to somebody to look after, or not by this person."""


class TranslationError(CourseError):
    """A translation cannot be kept; ``is_late`` where another was saved meanwhile."""

    def __init__(self, words: str, *, is_late: bool = False) -> None:
        super().__init__(words)
        self.is_late = is_late


class ProgressError(CourseError):
    """A unit cannot be opened or finished now."""
