"""Keep why something stays in a text, together with the revision that has it."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from content.privacy.models import KeptWords, compute_passage_mark
from content.privacy.sensitive_data import SensitiveDataFinding
from elearning.audit import audit_log


@dataclass(frozen=True)
class FindingJustification:
    """What was found in a text, and why its author lets it stay."""

    findings: list[SensitiveDataFinding]
    reason: str


class PrivacyCheckedMixin:
    """A page or a draft of the bank whose form looks for data of real people."""

    #: Set by the form when there is something new to keep with the next revision.
    justified: FindingJustification | None = None

    def save_revision(self, *args: Any, **kwargs: Any) -> Any:
        """Save the revision, and keep with it the reason for what stays."""
        with transaction.atomic():
            revision = super().save_revision(*args, **kwargs)  # type: ignore[misc]  # Wagtail's
            if self.justified is not None:
                record_justification(self, self.justified, by=revision.user)
                self.justified = None
        return revision


def record_justification(
    thing: Any, justified: FindingJustification, *, by: Any
) -> None:
    """Note that the findings stay in ``thing``; safe to repeat.

    The audit entry holds kinds and the reason, never what was found.
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
