"""Receivers that open new front pages to trainers."""

from typing import Any

from django.dispatch import receiver
from wagtail.signals import page_published

from content.models import HomePage
from content.studio.trainer_permissions import grant_page_permissions


@receiver(page_published, sender=HomePage)
def grant_home_permissions(instance: Any, **kwargs: Any) -> None:
    """Let trainers write below the new front page of a language."""
    grant_page_permissions(instance)
