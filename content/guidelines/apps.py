"""Guidelines as numbered clauses."""

from django.apps import AppConfig


class GuidelinesConfig(AppConfig):
    """Guidelines as numbered clauses."""

    name = "content.guidelines"
    label = "guidelines"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from content.guidelines import receivers
