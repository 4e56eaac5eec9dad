"""What can be wrong with a course package."""


class PackageError(Exception):
    """A package that is refused whole; says why and what to do."""
