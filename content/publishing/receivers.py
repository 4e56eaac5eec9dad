"""Hear what Wagtail publishes, takes back and moves."""

from typing import Any

from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import post_page_move, published, unpublished

from content.publishing.manifest import repropose
from content.publishing.models import Versioned
from content.publishing.noting import note


@receiver(published)
def note_publication(instance: Any, revision: Any = None, **kwargs: Any) -> None:
    """Note a version of whatever was published."""
    note(instance, revision)


@receiver(unpublished)
def forget_publication(instance: Any, **kwargs: Any) -> None:
    """Take what is no longer live out of the next edition."""
    _repropose(instance)


@receiver(post_page_move)
def follow_move(instance: Any, **kwargs: Any) -> None:
    """Keep the next edition in the order of the pages."""
    _repropose(instance)


def _repropose(instance: Any) -> None:
    thing = instance.specific if isinstance(instance, Page) else instance
    if isinstance(thing, Versioned) and thing.unit_course is not None:
        repropose(thing.unit_course)
