"""Reasons for findings that stay in a text, recorded with its revision."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from content.privacy.models import KeptWords, compute_passage_mark
from content.privacy.sensitive_data import SensitiveDataFinding
from elearning.audit import audit_log


@dataclass(frozen=True)
class FindingJustification:
    """The findings in a text, and the author’s reason to keep them."""

    findings: list[SensitiveDataFinding]
    reason: str


class PrivacyCheckedMixin:
    """A page or question draft whose form checks for data of real people."""

    #: Set by the form if there is a new reason to record with the next revision.
    justified: FindingJustification | None = None

    def save_revision(self, *args: Any, **kwargs: Any) -> Any:
        """Save the revision, and record the reason for new findings with it."""
        with transaction.atomic():
            revision = super().save_revision(*args, **kwargs)  # type: ignore[misc]  # Wagtail's
            if self.justified is not None:
                record_justification(self, self.justified, by=revision.user)
                self.justified = None
        return revision


def record_justification(
    thing: Any, justified: FindingJustification, *, by: Any
) -> None:
    """Record that the findings stay in ``thing``; safe to repeat.

    The audit entry has the kinds and the reason, never the words found.
    """
    marks = {
        compute_passage_mark(one.words): one.kind.value for one in justified.findings
    }
    for mark, kind in marks.items():
        KeptWords.objects.get_or_create(
            key=thing.translation_key,
            mark=mark,
            defaults={"kind": kind, "reason": justified.reason, "by": by},
        )
    audit_log.record_action(
        "privacy.kept",
        by=by,
        on=thing,
        reason=justified.reason,
        text=str(thing.translation_key),
        kinds=sorted(marks.values()),
    )
