"""Wagtail’s admin, adapted for trainers."""

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class StudioConfig(AppConfig):
    """Wagtail’s admin, adapted for trainers."""

    name = "content.studio"
    label = "studio"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from content.studio import receivers
        from content.studio.trainer_permissions import recreate_trainer_permissions
        from content.studio.translations import missing_words
        from courses.models import Course
        from courses.provisions.models import Document
        from courses.release import gates
        from elearning.accounts import idle_timeout
        from elearning.accounts.roles import Role
        from elearning.autosave import autosave_pages
        from elearning.interface import navigation

        # A returning author goes on in the studio and finds what they had typed; an
        # open editor polls for other editors even when nobody is at the computer.
        idle_timeout.register_return_prefix("/studio/")
        idle_timeout.register_background_prefix("/studio/editing-sessions/")
        autosave_pages.include_pages("/studio/")

        gates.register(Course, missing_words.list_unit_findings)
        gates.register(Document, missing_words.list_document_findings)
        # The last app with models: by now every permission exists.
        post_migrate.connect(
            recreate_trainer_permissions, sender=apps.get_app_config("sessions")
        )
        entry = navigation.MenuEntry(
            "wagtailadmin_home",
            _("Studio"),
            "edit",
            order=55,
            roles=(Role.TRAINER,),
            group=navigation.MATERIALS,
        )
        navigation.register_menu_entries(entry)
