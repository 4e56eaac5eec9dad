"""The competency framework: domains, levels and posts."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CompetenciesConfig(AppConfig):
    """The competency framework: domains, levels and posts."""

    name = "courses.competencies"
    label = "competencies"
    verbose_name = _("competency framework")
    default_auto_field = "django.db.models.BigAutoField"
