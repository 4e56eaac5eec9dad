"""Write the trail: one call in the transaction of the thing it tells of."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.utils import timezone

from elearning.audit.models import Entry


def write(
    action: str,
    *,
    by: Any,
    on: models.Model | None = None,
    person: object = "",
    reason: str = "",
    **details: Any,
) -> Entry:
    """Add an entry to the trail and return it.

    ``action`` is a dotted verb (``courses.enrolled``); ``by`` the user who acts, or
    ``None`` for the platform itself; ``on`` the row acted on; ``person`` the key of the
    member of staff it concerns; ``details`` plain values, never a name or a secret.
    Call it inside the caller's transaction: no change, no entry, and the reverse.
    """
    entry = _entry(action, by, on, person, reason, details)
    entry.save()
    return entry


def write_each(
    action: str,
    *,
    by: Any,
    about: Iterable[tuple[models.Model, object]],
    reason: str = "",
    **details: Any,
) -> int:
    """Add an entry for each of ``about``, a row with the key of the person it concerns.

    Each of these people finds it in her own record. Returns how many; a few queries for
    thousands. The rest is as in ``write``.
    """
    entries = [_entry(action, by, on, person, reason, details) for on, person in about]
    return len(Entry.objects.bulk_create(entries, batch_size=500))


def _entry(  # noqa: PLR0913, PLR0917 — what an entry says
    action: str,
    by: Any,
    on: models.Model | None,
    person: object,
    reason: str,
    details: dict[str, Any],
) -> Entry:
    return Entry(
        at=timezone.now(),
        action=action,
        by=by if by is not None and by.pk else None,
        subject_type=_label(on),
        subject_id=str(on.pk) if on is not None else "",
        person=str(person or ""),
        reason=reason,
        details=details,
    )


def _label(row: models.Model | None) -> str:
    return row._meta.label_lower if row is not None else ""  # noqa: SLF001 — public by custom
