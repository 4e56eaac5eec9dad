"""What can be wrong with an observation; shown to the user as it is."""


class ObservingError(Exception):
    """An observation cannot be entered like this."""
