"""Purposes of opening small numbers or lists of names, stated once an hour and audited.

Only people who look after staff may open them, and only for their own remit; the audit
log keeps the purpose and what was being viewed (design N15, N21).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.desk.kit.entry_fields import build_purpose_field
from elearning.accounts.signed_in_request import SignedInRequest
from elearning.audit import audit_log

#: How long a purpose holds, for all pages of its kind.
HOLDS = timedelta(hours=1)

_SESSION = "purposes"


class DisclosureKind(StrEnum):
    """The kind of data opened; the value is its audit action."""

    NUMBERS = "compliance.numbers_opened"
    NAMES = "staff.list_opened"


@dataclass(frozen=True)
class DisclosurePurpose:
    """The purpose for which something is open, and until when."""

    words: str
    until: datetime


class PurposeForm(forms.Form):
    """Form for the purpose of opening something."""

    purpose = build_purpose_field(
        _("It is kept in the audit log with your name and the time."),
        _("Say what you need it for."),
    )


def find_purpose(
    request: SignedInRequest, kind: DisclosureKind
) -> DisclosurePurpose | None:
    """Return the purpose for which ``kind`` is open now, or ``None``."""
    kept = request.session.get(_SESSION, {}).get(kind)
    if kept is None:
        return None
    purpose = DisclosurePurpose(kept["words"], datetime.fromisoformat(kept["until"]))
    return purpose if timezone.now() < purpose.until else None


def record_purpose(
    request: SignedInRequest, kind: DisclosureKind, words: str, **facts: Any
) -> DisclosurePurpose:
    """Open ``kind`` for an hour; ``facts`` record what was being viewed."""
    until = timezone.now() + HOLDS
    with transaction.atomic():
        audit_log.record_action(kind, by=request.user, reason=words, **facts)
    kept = request.session.get(_SESSION, {})
    request.session[_SESSION] = kept | {
        kind: {"words": words, "until": until.isoformat()}
    }
    return DisclosurePurpose(words, until)


def withdraw_purpose(request: SignedInRequest, kind: DisclosureKind) -> None:
    """Close ``kind`` before its hour is over."""
    kept = dict(request.session.get(_SESSION, {}))
    kept.pop(kind, None)
    request.session[_SESSION] = kept
