"""Errors of course packages."""


class PackageError(Exception):
    """A package that is refused as a whole; the message says why and what to do."""
