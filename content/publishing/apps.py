"""Versions, the gates, the release of an edition."""

from django.apps import AppConfig


class PublishingConfig(AppConfig):
    """Versions, the gates, the release of an edition."""

    name = "content.publishing"
    label = "publishing"
    default_auto_field = "django.db.models.BigAutoField"
