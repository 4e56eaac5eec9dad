"""Restoration of an older version of a question as drafts."""

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Revision

from content.questions.models import QuestionDraft
from courses.models import UnitVersion
from elearning.accounts.models import User
from elearning.audit import audit_log


def restore_version_drafts(version: UnitVersion, *, by: User) -> list[QuestionDraft]:
    """Save the texts of ``version`` as drafts; return those that differ from the present.

    Nothing is published and no version changes. Publishing the drafts makes a new
    version, which needs approvals of its own. A language with the same text is left
    alone.
    """
    reason = _("Restored from version %(number)s.") % {"number": version.number}
    restored = []
    with transaction.atomic():
        for text in version.texts.all():
            revision = Revision.objects.get(pk=text.reference)
            row = QuestionDraft.objects.get(pk=revision.object_id)
            latest = row.get_latest_revision_as_object()
            old = revision.as_object()
            if old.digest() == latest.digest():
                continue
            old.change_reason = reason
            old.save_revision(
                clean=False,  # faults that arose since are reported on publication
                user=by,
                log_action="wagtail.revert",
                previous_revision=revision,
            )
            restored.append(row)
        audit_log.record_action(
            "questions.restored",
            by=by,
            on=version.unit,
            version=version.number,
            languages=[row.language for row in restored],
        )
    return restored
