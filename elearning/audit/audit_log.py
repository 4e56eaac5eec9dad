"""Writing of the audit log, in the transaction of the recorded action."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import batched, chain
from typing import Any

from django.db import models
from django.utils import timezone

from elearning.audit.entry_proofs import is_proved_entry
from elearning.audit.models import Entry

_AT_ONCE = 500
_FEW, _MOST = 3, 100


def record_action(
    action: str,
    *,
    by: Any,
    on: models.Model | None = None,
    person: object = "",
    reason: str = "",
    **details: Any,
) -> Entry:
    """Add an entry to the audit log and return it.

    ``action`` is a dotted verb (``courses.enrolled``); ``by`` the user who acts, or
    ``None`` for the platform itself; ``on`` the row acted on; ``person`` the key of the
    member of staff concerned; ``details`` plain values, never a name or a secret. Call
    it inside the caller’s transaction, so that action and entry are committed together.
    """
    row = build_entry(action, by=by, on=on, person=person, reason=reason, **details)
    row.save()
    return row


def record_action_for_each(
    action: str,
    *,
    by: Any,
    about: Iterable[tuple[models.Model, object]],
    reason: str = "",
    **details: Any,
) -> int:
    """Add an entry for each of ``about``, a row with the key of the person concerned.

    Each of these people finds it in their own record. Returns the number of entries; a
    few queries for thousands. Other arguments are as in ``record_action``.
    """
    return record_entries(
        build_entry(action, by=by, on=on, person=person, reason=reason, **details)
        for on, person in about
    )


def record_entries(entries: Iterable[Entry]) -> int:
    """Add ``entries``, built by ``build_entry``, in their order; return their number.

    A few queries for thousands, in constant memory. Call it inside the transaction of
    the recorded actions.
    """
    some = batched(entries, _AT_ONCE, strict=False)
    return sum(len(Entry.objects.bulk_create(part)) for part in some)


def list_proved_entries(
    rows: Sequence[models.Model], actions: Collection[str]
) -> list[Entry]:
    """Return entries of ``actions`` about ``rows``, without forged ones; one query.

    ``rows`` are of one model, and not empty.
    """
    found = Entry.objects.filter(
        subject_type=_label(rows[0]),
        subject_id__in=[str(row.pk) for row in rows],
        action__in=actions,
    )
    return [entry for entry in found if is_proved_entry(entry)]


def iter_proved_entries(action: str, model: type[models.Model]) -> Iterator[Entry]:
    """Yield every entry of ``action`` about rows of ``model``, without forged ones.

    One query, for rare actions; the rows themselves may be deleted.
    """
    found = Entry.objects.filter(subject_type=model._meta.label_lower, action=action)
    for entry in found.order_by("pk").iterator(_AT_ONCE):
        if is_proved_entry(entry):
            yield entry


def find_latest_entry(
    actions: Collection[str], model: type[models.Model]
) -> Entry | None:
    """Return the newest entry of these ``actions`` about rows of ``model``, if any.

    Forged entries are skipped, a hundred at most.
    """
    found = Entry.objects.filter(subject_type=model._meta.label_lower)
    return find_newest_proved_entry(found.filter(action__in=actions))


def find_newest_proved_entry(entries: models.QuerySet[Entry]) -> Entry | None:
    """Return the newest of ``entries`` that is not forged, among the newest hundred.

    Usually it is the first one; the rest is read only if several are forged.
    """
    newest = entries.order_by("-pk")
    few = list(newest[:_FEW])
    rest = newest[_FEW:_MOST] if len(few) == _FEW else []
    return next((entry for entry in chain(few, rest) if is_proved_entry(entry)), None)


def build_entry(
    action: str,
    *,
    by: Any,
    on: models.Model | None = None,
    person: object = "",
    reason: str = "",
    **details: Any,
) -> Entry:
    """Return an unsaved entry; see ``record_action``."""
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
    return row._meta.label_lower if row is not None else ""
