"""Glossary of professional terms in three languages."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GlossaryConfig(AppConfig):
    """Glossary of professional terms in three languages."""

    name = "content.glossary"
    label = "glossary"
    verbose_name = _("glossary")
    default_auto_field = "django.db.models.BigAutoField"
