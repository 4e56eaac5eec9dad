"""One search over what is released."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """One search over what is released."""

    name = "content.search"
    label = "search"
    default_auto_field = "django.db.models.BigAutoField"
