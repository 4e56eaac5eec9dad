"""What stops a report, in sentences for whoever asked for it."""


class ReportError(Exception):
    """A report cannot be made, kept or handed out; says why and what to do next."""


class TooManyLinesError(ReportError):
    """A list has more lines than a file of this kind may have at once."""
