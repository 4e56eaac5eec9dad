"""What the personnel office refuses, in whole sentences."""


class StaffError(Exception):
    """A refusal that says what is wrong and what to do next."""
