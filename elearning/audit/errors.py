"""Errors of the audit log."""


class AuditError(Exception):
    """An attempt to change or remove an append-only row."""
