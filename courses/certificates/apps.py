"""Certificates issued and verified."""

from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    """Certificates issued and verified."""

    name = "courses.certificates"
    label = "certificates"
    default_auto_field = "django.db.models.BigAutoField"
