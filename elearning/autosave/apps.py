"""Autosave of unsent forms."""

from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AutosaveConfig(AppConfig):
    """Autosave of unsent forms."""

    name = "elearning.autosave"
    label = "unsent"
    verbose_name = _("unsent forms")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Exclude sign-in pages, connect the receivers and register the worker job."""
        from elearning.autosave import autosave_pages, autosaved_forms, receivers
        from elearning.worker import jobs

        autosave_pages.exclude_pages("account/")
        jobs.register_job(
            "unsent.removed",
            autosaved_forms.remove_expired_forms,
            every=timedelta(hours=1),
            removes=True,
        )
