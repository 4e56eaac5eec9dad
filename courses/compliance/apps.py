"""Who must hold what, and who is late, on any date."""

from django.apps import AppConfig


class ComplianceConfig(AppConfig):
    """Who must hold what, and who is late, on any date."""

    name = "courses.compliance"
    label = "compliance"
    default_auto_field = "django.db.models.BigAutoField"
