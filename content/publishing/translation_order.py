"""The order of translations: a translation stays a draft until its source is published.

``AuthoredMixin.publish`` enforces the order, which covers bulk actions, workflows,
scheduled publications and everything else that publishes through the model. The other
routes check it themselves: the page editor and the studio’s API (``wagtail_hooks``),
and the worker (``scheduled_publication``).
"""

from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from wagtail.admin.api.actions.publish import PublishPageAPIAction
from wagtail.models import Page

from content.publishing.models import Weighed
from courses.errors import TranslationError
from elearning.audit import audit_log
from elearning.languages import OWN_NAMES

if TYPE_CHECKING:
    from wagtail.models import Revision


class EarlyTranslationError(TranslationError):
    """``thing`` is a translation whose source was never handed over for release."""

    def __init__(self, thing: Any, words: str) -> None:
        super().__init__(words)
        self.thing = thing


class OrderedPublishAction(PublishPageAPIAction):
    """Publication through the studio’s API, which bypasses the page model."""

    def execute(self, instance: Page, data: Any) -> Any:
        """Publish ``instance``; answer 400 if its source must come first."""
        thing = instance.specific.get_latest_revision_as_object()
        if words := explain_early_translation(thing):
            record_refused_publication(thing, words, by=self.view.request.user)
            raise ValidationError({"detail": words})
        return super().execute(instance, data)


def explain_early_translation(thing: Any) -> str:
    """Return why ``thing`` may not be published yet, in sentences; empty if it may.

    A scheduled translation may follow a source scheduled for the same time or earlier.
    """
    source = find_unpublished_source(thing)
    if source is None:
        return ""
    due, planned = thing.go_live_at, source.scheduled_revision
    if due and planned and timezone.now() < due >= planned.approved_go_live_at:
        return ""
    return _(
        "“%(title)s” is a translation, and its source (%(language)s) has "
        "not been handed over for release. Hand over the source first. "
        "Your text has been kept as a draft."
    ) % {"title": _title(thing), "language": OWN_NAMES[source.language]}


def find_unpublished_source(thing: Any) -> Any:
    """Return the source of ``thing`` if no language was ever published, else ``None``."""
    if not isinstance(thing, Weighed):
        return None
    model: Any = type(thing)
    key = thing.translation_key  # type: ignore[attr-defined]  # Wagtail's
    rows = model.objects.filter(translation_key=key)
    first = rows.select_related("locale").order_by("pk").first()
    if first is None or first.pk == thing.pk:
        return None
    was = Q(live=True) | Q(first_published_at__isnull=False)
    return None if rows.filter(was).exists() else first


def check_translation_order(revision: "Revision") -> None:
    """Raise ``EarlyTranslationError`` if ``revision`` may not be published yet."""
    thing = revision.as_object()
    if words := explain_early_translation(thing):
        raise EarlyTranslationError(thing, words)


def record_refused_publication(thing: Any, words: str, *, by: Any) -> None:
    """Record that ``by`` was refused to publish ``thing``."""
    audit_log.record_action(
        "publishing.publication_refused", by=by, on=thing, reason=words
    )


def build_editor_url(thing: Any) -> str:
    """Return the URL of the editor for the draft of ``thing``."""
    if isinstance(thing, Page):
        return reverse("wagtailadmin_pages:edit", args=[thing.pk])
    return reverse(thing.snippet_viewset.get_url_name("edit"), args=[thing.pk])


def _title(thing: Any) -> str:
    return thing.get_admin_display_title() if isinstance(thing, Page) else str(thing)
