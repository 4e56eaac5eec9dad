"""Wagtail's admin dressed for trainers."""

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class StudioConfig(AppConfig):
    """Wagtail's admin dressed for trainers."""

    name = "content.studio"
    label = "studio"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from content.studio import receivers
        from content.studio.permissions import recreate
        from content.studio.translating import missing_words
        from courses import gates
        from courses.provisions import releasing
        from elearning.accounts import idle
        from elearning.accounts.roles import Role
        from elearning.interface import navigation
        from elearning.unsent import places

        # Whoever comes back goes on in the studio, and finds again what they had typed; an
        # editor that stands open asks who else is there, also when nobody sits before it.
        idle.open_pages("/studio/")
        idle.ask_by_itself("/studio/editing-sessions/")
        places.open_pages("/studio/")

        gates.register(missing_words.findings)
        releasing.register(missing_words.findings_of_document)
        # The last app with models: by then every permission exists.
        post_migrate.connect(recreate, sender=apps.get_app_config("sessions"))
        entry = navigation.Entry(
            "wagtailadmin_home",
            _("Studio"),
            "edit",
            order=55,
            roles=(Role.TRAINER,),
            group=navigation.MATERIALS,
        )
        navigation.register(entry)
