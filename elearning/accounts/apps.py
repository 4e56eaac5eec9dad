"""Who may sign in."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Who may sign in."""

    name = "elearning.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
