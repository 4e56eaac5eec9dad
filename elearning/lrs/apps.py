"""The xAPI Learning Record Store."""

from datetime import timedelta

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class LrsConfig(AppConfig):
    """The xAPI Learning Record Store."""

    name = "elearning.lrs"
    label = "lrs"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from elearning.lrs.partitions import monthly_partitions
        from elearning.lrs.statements import activity_definitions, id_lookup
        from elearning.worker import jobs

        post_migrate.connect(id_lookup.clear_id_cache, sender=self)
        post_migrate.connect(activity_definitions.clear_definition_cache, sender=self)
        jobs.register_job(
            "months partitioned",
            monthly_partitions.create_coming_partitions,
            every=timedelta(days=1),
        )
