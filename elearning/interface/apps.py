"""How the platform looks: template tags for the pages of every app."""

from django.apps import AppConfig


class InterfaceConfig(AppConfig):
    """How the platform looks."""

    name = "elearning.interface"
    label = "interface"
