"""Bring a new text of a case into its questions: each version keeps the text it shows."""

from typing import TYPE_CHECKING

from django.db import transaction

from content.publishing.page_tree_manifest import defer_proposals
from content.publishing.publication_versions import (
    protect_revision,
    record_dependent_version,
)

if TYPE_CHECKING:
    from wagtail.models import Revision

    from content.questions.models import CaseDraft


def update_case_questions(case: "CaseDraft", revision: "Revision") -> None:
    """Make new versions of the live questions of ``case``, which was just published.

    Only of those in its own language; publishing the same text again changes nothing.
    """
    with transaction.atomic(), defer_proposals():
        protect_revision(revision)
        for question in case.questions().live().select_related("live_revision"):
            record_dependent_version(question, case, by=revision.user)
