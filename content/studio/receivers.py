"""Open a new front page to trainers as soon as it is published."""

from typing import Any

from django.dispatch import receiver
from wagtail.signals import page_published

from content.models import HomePage
from content.studio.permissions import grant


@receiver(page_published, sender=HomePage)
def open_home(instance: Any, **kwargs: Any) -> None:
    """Let trainers write below the front page of a language."""
    grant(instance)
