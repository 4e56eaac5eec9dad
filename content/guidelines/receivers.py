"""Hear of published guidelines and note their versions."""

from typing import Any

from django.db import transaction
from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import published

from content.guidelines.models import GuidelinePage
from content.publishing.models import TranslatedDraft
from content.publishing.noting import authors, hold
from courses.provisions.translating import tell_translators_of
from courses.provisions.versions import note_document


@receiver(published)
def note_guideline(instance: Any, revision: Any = None, **kwargs: Any) -> None:
    """Note a version of a guideline that was published, by whatever route."""
    page = instance.specific if isinstance(instance, Page) else instance
    if not isinstance(page, GuidelinePage) or revision is None or not page.live:
        return
    with transaction.atomic():
        version = note_document(
            page.document,
            page.language,
            page.text,
            by=revision.user,
            reference=str(revision.pk),
            change=page.change_weight,
            reason=page.change_reason,
            authors=authors(revision),
            size=page.size(),
            segments=page.segments(),
            made_from=TranslatedDraft.objects.made_from(page, revision),
        )
        hold(revision)
        tell_translators_of(version)
