"""Audit log of changes, reads and exports, with their reasons."""

from datetime import timedelta

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class AuditConfig(AppConfig):
    """Audit log of changes, reads and exports, with their reasons."""

    name = "elearning.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from elearning.audit import checkpoints
        from elearning.audit.chain_verification import (
            is_recently_verified,
            verify_next_batch,
        )
        from elearning.audit.hash_chain import seal_entries
        from elearning.installation import health
        from elearning.worker import jobs

        jobs.register_job(
            "audit entries sealed", seal_entries, every=timedelta(seconds=10)
        )
        jobs.register_job(
            "audit checkpoint",
            checkpoints.record_checkpoint,
            every=timedelta(minutes=5),
        )
        jobs.register_job(
            "audit trail checked", verify_next_batch, every=timedelta(seconds=20)
        )
        health.register_health_check("audit_trail", is_recently_verified)
        autodiscover_modules("audit_actions")
