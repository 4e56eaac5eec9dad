"""What every screen shares."""

from django.apps import AppConfig


class InterfaceConfig(AppConfig):
    """What every screen shares."""

    name = "elearning.interface"
    label = "interface"
