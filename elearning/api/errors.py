"""What the HTTP interface refuses, in whole sentences."""


class TokenError(Exception):
    """A key that cannot be made as asked."""
