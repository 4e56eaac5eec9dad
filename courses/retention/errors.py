"""What retention refuses, in whole sentences."""


class RetentionError(Exception):
    """Something that cannot be done with what is kept; says why, and what to do."""
