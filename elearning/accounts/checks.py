"""Deployment checks of accounts (``manage.py check --deploy``)."""

from typing import Any

from django.conf import settings
from django.core.checks import Error, Tags, register


@register(Tags.security, deploy=True)
def check_trusted_proxies(**kwargs: Any) -> list[Error]:
    """Require the number of proxies if the platform is reached by HTTPS, so through a proxy."""
    if settings.TRUSTED_PROXIES is not None or not settings.BASE_URL.startswith(
        "https://"
    ):
        return []
    return [
        Error(
            "TRUSTED_PROXIES is not set, so behind a proxy everybody has its address: one "
            "stranger who types wrong passwords stops every sign-in.",
            hint="Set it to the number of proxies between people and this server: 1 for "
            "one nginx; 0 where there is none. See docs/configuration.md.",
            id="accounts.E001",
        )
    ]
