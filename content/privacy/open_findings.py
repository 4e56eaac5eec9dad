"""Findings in a text that nobody has given a reason for yet."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.conf import settings

from content.privacy import finding_messages
from content.privacy.models import KeptWords, compute_passage_mark
from content.privacy.sensitive_data import SensitiveDataFinding, detect_sensitive_data
from content.privacy.text_extraction import extract_stored_text


def list_open_findings(
    value: Any, known: Collection[str] = ()
) -> list[SensitiveDataFinding]:
    """Return the findings in a stored value whose marks are not in ``known``."""
    found = detect_sensitive_data(extract_stored_text(value), settings.PRIVACY_NAMES)
    return [one for one in found if compute_passage_mark(one.words) not in known]


def format_open_findings(value: Any, key: UUID | None = None) -> str:
    """Return the findings in ``value`` in sentences; empty if all may stay.

    ``key`` is the translation key of its text: passages that stay there for a reason
    may stay in every language.
    """
    if not (found := list_open_findings(value)):
        return ""
    known = KeptWords.objects.marks_of(key) if key else set()
    new = [one for one in found if compute_passage_mark(one.words) not in known]
    return " ".join(finding_messages.format_finding(one) for one in new)
