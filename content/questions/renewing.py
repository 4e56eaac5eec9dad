"""Bring a new text of a case into its questions: each version keeps the text it shows."""

from typing import TYPE_CHECKING

from django.db import transaction

from content.publishing.manifest import paused
from content.publishing.noting import hold, note_again

if TYPE_CHECKING:
    from wagtail.models import Revision

    from content.questions.models import CaseDraft


def renew(case: "CaseDraft", revision: "Revision") -> None:
    """Make new versions of the live questions of ``case``, which was just published.

    Only of those in its own language; publishing the same text again changes nothing.
    """
    with transaction.atomic(), paused():
        hold(revision)
        for question in case.questions().live().select_related("live_revision"):
            note_again(question, case, by=revision.user)
