"""Receiver that records versions of published guidelines."""

from typing import Any

from django.db import transaction
from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import published

from content.guidelines.models import GuidelinePage
from content.publishing.models import TranslatedDraft
from content.publishing.publication_versions import (
    list_revision_authors,
    protect_revision,
)
from courses.provisions.document_versions import (
    DocumentPublication,
    record_document_version,
)
from courses.provisions.translatable_document import notify_document_translators


@receiver(published)
def record_guideline_version(
    instance: Any, revision: Any = None, **kwargs: Any
) -> None:
    """Record a version of a guideline, however it was published."""
    page = instance.specific if isinstance(instance, Page) else instance
    if not isinstance(page, GuidelinePage) or revision is None or not page.live:
        return
    with transaction.atomic():
        published = DocumentPublication(
            reference=str(revision.pk),
            change=page.change_weight,
            reason=page.change_reason,
            authors=list_revision_authors(revision),
            size=page.size(),
            segments=page.segments(),
            made_from=TranslatedDraft.objects.made_from(page, revision),
        )
        version = record_document_version(
            page.document,
            page.language,
            page.text,
            by=revision.user,
            published=published,
        )
        protect_revision(revision)
        notify_document_translators(version)
