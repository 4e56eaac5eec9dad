"""What the audit trail refuses."""


class AuditError(Exception):
    """An attempt to change or remove what is kept as it is."""
