"""Publication of revisions at their scheduled times."""

from datetime import datetime
from typing import Any

from django.core.management import call_command
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Revision

from content.publishing.translation_order import (
    build_editor_url,
    explain_early_translation,
    find_unpublished_source,
    record_refused_publication,
)
from elearning.languages import OWN_NAMES
from elearning.notices.notice_texts import NoticeText
from elearning.notices.notifications import notify_user

#: The notice that a scheduled translation could not be published.
KIND = "publication-refused"


def publish_due_revisions(at: datetime) -> int:
    """Publish the revisions due by ``at``; return their number.

    Wagtail finds them in the database and publishes as on a click, so versions are
    recorded as always; one missed when the process was killed is published at the next
    tick. A translation without its source stays a draft, and its author is notified; a
    source due by then is published first.
    """
    due = Revision.objects.filter(approved_go_live_at__lte=at).order_by("pk")
    published = [one for one in due if not _hold_back(one, at)]
    call_command("publish_scheduled", verbosity=0)
    return len(published)


def render_refusal_notice(context: dict[str, Any]) -> NoticeText:
    """Return the text of the notice; it contains no title (curriculum R16)."""
    return NoticeText(
        _("A translation could not be published at the scheduled time: %(language)s")
        % {"language": OWN_NAMES[context["language"]]},
        _(
            "Its source has not been handed over for release. Hand over the "
            "source first, then the translation. Your draft has been kept."
        ),
    )


def _hold_back(revision: Revision, at: datetime) -> bool:
    """Keep ``revision`` as a draft if its source must come first; tell whether it stays.

    If the source is due too, it is published here first.
    """
    thing = revision.as_object()
    if not (words := explain_early_translation(thing)):
        return False
    planned = find_unpublished_source(thing).scheduled_revision
    if planned and planned.approved_go_live_at <= at:
        planned.publish(log_action="wagtail.publish.scheduled")
        return False
    with transaction.atomic():
        Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=None)
        record_refused_publication(thing, words, by=None)
        if revision.user:
            notify_user(
                revision.user,
                KIND,
                f"revision:{revision.pk}",
                context={"language": thing.locale.language_code},
                url=build_editor_url(thing),
                at=at,
            )
    return True
