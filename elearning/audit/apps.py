"""Who did, read or exported what, and why."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Who did, read or exported what, and why."""

    name = "elearning.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"
