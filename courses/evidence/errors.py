"""Errors of evidence packs."""


class EvidenceError(Exception):
    """There is no evidence of this attempt yet, or the pack cannot be built."""
