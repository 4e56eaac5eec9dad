"""Receiver that updates questions when their case is published."""

from typing import Any

from django.db import transaction
from django.dispatch import receiver
from wagtail.signals import published

from content.publishing.page_tree_manifest import defer_proposals
from content.publishing.publication_versions import (
    protect_revision,
    record_dependent_version,
)
from content.questions.models import CaseDraft


@receiver(published, sender=CaseDraft)
def handle_case_published(
    instance: CaseDraft, revision: Any = None, **kwargs: Any
) -> None:
    """Publish new versions of the live questions of a case, in its language.

    Each version keeps the text that it was published with; publishing the same text
    again changes nothing. Wagtail reports scheduled publications too early.
    """
    if revision is None or not instance.live:
        return
    with transaction.atomic(), defer_proposals():
        protect_revision(revision)
        for question in instance.questions().live().select_related("live_revision"):
            record_dependent_version(question, instance, by=revision.user)
