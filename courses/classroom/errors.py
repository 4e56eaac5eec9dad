"""What can be wrong with a session in a classroom; shown to the user as it is."""


class ClassroomError(Exception):
    """A session, a seat or an attendance cannot be like this."""
