"""Screens of the learner."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LearnerConfig(AppConfig):
    """Screens of the learner."""

    name = "courses.learner"
    label = "learner"

    def ready(self) -> None:
        from elearning.interface import navigation

        navigation.register_menu_entries(
            navigation.MenuEntry(
                "learner:training", _("My training"), "home", order=10
            ),
            navigation.MenuEntry(
                "learner:certificates",
                _("My certificates"),
                "certificate",
                order=40,
                group=navigation.DOCUMENTS,
            ),
            navigation.MenuEntry(
                "learner:records",
                _("My record"),
                "eye",
                order=50,
                group=navigation.DOCUMENTS,
            ),
        )
