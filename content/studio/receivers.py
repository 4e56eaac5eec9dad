"""Open new sections to trainers as soon as they are published."""

from typing import Any

from django.dispatch import receiver
from wagtail.signals import page_published

from content.guidelines.models import GuidelineIndex
from content.models import CoursePage
from content.studio.permissions import grant


@receiver(page_published, sender=CoursePage)
@receiver(page_published, sender=GuidelineIndex)
def open_section(instance: Any, **kwargs: Any) -> None:
    """Let trainers write in a course or on the shelf of guidelines."""
    grant(instance)
