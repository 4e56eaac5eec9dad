"""Hear that a case was published."""

from typing import Any

from django.dispatch import receiver
from wagtail.signals import published

from content.questions.models import CaseDraft
from content.questions.renewing import renew


@receiver(published, sender=CaseDraft)
def renew_questions(instance: CaseDraft, revision: Any = None, **kwargs: Any) -> None:
    """Bring the new text into its questions; Wagtail reports scheduled ones too early."""
    if revision is not None and instance.live:
        renew(instance, revision)
