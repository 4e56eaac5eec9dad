"""Errors of staff records."""


class StaffError(Exception):
    """A refusal that says what is wrong and what to do next."""
