"""Errors of the classroom app."""


class ClassroomError(Exception):
    """A session, registration or attendance is refused; the message is shown to the user."""
