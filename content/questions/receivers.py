"""Receiver that updates questions when their case is published."""

from typing import Any

from django.dispatch import receiver
from wagtail.signals import published

from content.questions.case_updates import update_case_questions
from content.questions.models import CaseDraft


@receiver(published, sender=CaseDraft)
def handle_case_published(
    instance: CaseDraft, revision: Any = None, **kwargs: Any
) -> None:
    """Update the questions of a case; Wagtail reports scheduled publications too early."""
    if revision is not None and instance.live:
        update_case_questions(instance, revision)
