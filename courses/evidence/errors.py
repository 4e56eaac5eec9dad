"""What evidence refuses, in whole sentences."""


class EvidenceError(Exception):
    """There is no evidence of this attempt yet, or it cannot be put together."""
