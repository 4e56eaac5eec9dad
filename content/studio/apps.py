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
        from content.studio import receivers  # noqa: F401, PLC0415 — connects them
        from content.studio.permissions import recreate  # noqa: PLC0415
        from content.studio.translating import missing_words  # noqa: PLC0415
        from courses import gates  # noqa: PLC0415
        from courses.provisions import releasing  # noqa: PLC0415
        from elearning.accounts import idle  # noqa: PLC0415
        from elearning.accounts.roles import Role  # noqa: PLC0415
        from elearning.interface import navigation  # noqa: PLC0415
        from elearning.unsent import places  # noqa: PLC0415

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
