"""Search over all released texts."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """Search over all released texts."""

    name = "content.search"
    label = "search"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from content.search import receivers
        from elearning.interface import navigation

        entry = navigation.MenuEntry(
            "search:search",
            _("Search"),
            "search",
            order=35,
            group=navigation.LIBRARY,
        )
        navigation.register_menu_entries(entry)
