"""Errors of retention."""


class RetentionError(Exception):
    """A refused action on stored records; says why, and what to do next."""
