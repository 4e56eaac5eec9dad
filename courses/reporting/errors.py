"""Errors of the reporting app."""


class ReportError(Exception):
    """A report cannot be made, saved or handed out; the message says what to do next."""


class TooManyLinesError(ReportError):
    """A list has more rows than a file of this kind may have."""
