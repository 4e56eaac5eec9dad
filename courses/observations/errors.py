"""Errors of the observing app."""


class ObservationError(Exception):
    """An observation is refused; the message is shown to the user."""
