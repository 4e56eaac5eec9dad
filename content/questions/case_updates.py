"""Propagation of a new case text to the case’s questions.

Each version of a question keeps the text that it was published with.
"""

from typing import TYPE_CHECKING

from django.db import transaction
from wagtail.models import Revision

from content.publishing.page_tree_manifest import defer_proposals
from content.publishing.publication_versions import (
    protect_revision,
    record_dependent_version,
)

if TYPE_CHECKING:
    from content.questions.models import CaseDraft


def update_case_questions(case: "CaseDraft", revision: Revision) -> None:
    """Publish new versions of the live questions of ``case``, which was just published.

    Only questions in the language of the case are concerned. Publishing the same text
    again changes nothing.
    """
    with transaction.atomic(), defer_proposals():
        protect_revision(revision)
        for question in case.questions().live().select_related("live_revision"):
            record_dependent_version(question, case, by=revision.user)
