"""Who did, read or exported what, and why."""

from datetime import timedelta

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Who did, read or exported what, and why."""

    name = "elearning.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from elearning.audit import checkpoints  # noqa: PLC0415 — models must be ready
        from elearning.audit.chaining import chain  # noqa: PLC0415
        from elearning.audit.verification import check, is_recent  # noqa: PLC0415
        from elearning.installation import health  # noqa: PLC0415
        from elearning.worker import chores  # noqa: PLC0415

        chores.register("audit entries sealed", chain, every=timedelta(seconds=10))
        chores.register("audit checkpoint", checkpoints.add, every=timedelta(minutes=5))
        chores.register("audit trail checked", check, every=timedelta(seconds=20))
        health.watch("audit_trail", is_recent)
