"""Who did, read or exported what, and why."""

from datetime import timedelta

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Who did, read or exported what, and why."""

    name = "elearning.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from elearning.audit import checkpoints
        from elearning.audit.chaining import chain
        from elearning.audit.verification import check, is_recent
        from elearning.installation import health
        from elearning.worker import chores

        chores.register("audit entries sealed", chain, every=timedelta(seconds=10))
        chores.register("audit checkpoint", checkpoints.add, every=timedelta(minutes=5))
        chores.register("audit trail checked", check, every=timedelta(seconds=20))
        health.watch("audit_trail", is_recent)
