"""Queue of older statements for targets that are to receive them too."""

import time
from datetime import datetime

from django.db import transaction

from elearning.lrs.models import Outbox, Statement, Target
from elearning.lrs.statements import consistency

_AT_ONCE = 1000
_MOST_WAITING = 10_000
_LONGEST_TURN = 2  # seconds


def queue_older_statements(at: datetime) -> int:
    """Queue some of the older statements for targets; return their number.

    It continues where it stopped, and waits while a target has a long queue. Safe to
    repeat, and to run in two workers at once: a statement is queued once.
    """
    began = time.monotonic()
    queued = 0
    for target in Target.objects.active().exclude(backfill_before=None):
        while time.monotonic() - began < _LONGEST_TURN and _has_room(target):
            number = queue_next_batch(target)
            queued += number
            if not number:
                break
    return queued


def queue_next_batch(target: Target) -> int:
    """Queue one chunk and record the progress; ``0`` if there is no more for now.

    It never passes the last statement that every reader can see: one being stored at
    this moment may be by a writer that does not know the target yet.
    """
    seen = consistency.compute_consistent_key()
    after, before = target.backfill_after, target.backfill_before
    if after is None or before is None:
        return 0
    found = Statement.objects.filter(pk__gt=after, pk__lt=min(before, seen))
    chunk = list(found.order_by("pk").values_list("pk", flat=True)[:_AT_ONCE])
    facts: dict[str, int | None]
    if chunk:
        facts = {"backfill_after": chunk[-1]}
    elif seen >= before:
        facts = {"backfill_after": None, "backfill_before": None}
    else:
        return 0
    with transaction.atomic():
        as_it_was = Target.objects.filter(
            pk=target.pk, backfill_after=after, backfill_before=before
        )
        if not as_it_was.update(**facts):
            return 0
        Outbox.objects.bulk_create(
            [Outbox(target=target, statement_id=key) for key in chunk],
            ignore_conflicts=True,
        )
    target.backfill_after = facts["backfill_after"]
    return len(chunk)


def _has_room(target: Target) -> bool:
    waiting = Outbox.objects.waiting().filter(target=target)
    return not waiting[_MOST_WAITING : _MOST_WAITING + 1].exists()
