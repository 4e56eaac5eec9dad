"""What can be wrong with an observation; shown to the user as it is."""


class ObservationError(Exception):
    """An observation cannot be entered like this."""
