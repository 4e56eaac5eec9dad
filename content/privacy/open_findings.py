"""What is new in a text of what was found in it: not let stay by anybody yet."""

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
    """Return what was found in a stored value and is not among the marks of ``known``."""
    found = detect_sensitive_data(extract_stored_text(value), settings.PRIVACY_NAMES)
    return [one for one in found if compute_passage_mark(one.words) not in known]


def format_open_findings(value: Any, key: UUID | None = None) -> str:
    """Return in sentences what was found in ``value``; nothing where all may stay.

    ``key`` is the translation key of the text it belongs to: what stays there for a
    reason may stand in every language.
    """
    if not (found := list_open_findings(value)):
        return ""
    known = KeptWords.objects.marks_of(key) if key else set()
    new = [one for one in found if compute_passage_mark(one.words) not in known]
    return " ".join(finding_messages.format_finding(one) for one in new)
