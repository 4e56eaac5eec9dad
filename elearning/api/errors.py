"""Errors of the HTTP interface."""


class TokenError(Exception):
    """A key cannot be created as requested."""
