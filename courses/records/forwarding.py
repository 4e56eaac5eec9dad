"""Send statements on to other Learning Record Stores; with none configured, nothing.

What waits is found from the outbox, so that a worker killed at any point loses nothing.
Sending a statement twice is harmless: it goes out under its own id, as it was stored.
"""

import json
import logging
import random
from base64 import b64encode
from collections.abc import Sequence
from datetime import datetime, timedelta
from http.client import HTTPException
from typing import Any

from django.conf import settings
from django.db.models import F

from courses.records.remote import Remote
from elearning.lrs.models import Outbox, Target
from elearning.lrs.spec import comparing

logger = logging.getLogger("elearning.forwarding")

_AT_ONCE = 50
_BATCHES_PER_TURN = 10
_FIRST_PAUSE = timedelta(seconds=30)
_LONGEST_PAUSE = timedelta(hours=1)


class TargetError(Exception):
    """A target that takes nothing at all just now: it is asked again later."""


def send_due(at: datetime) -> int:
    """Send what waits for each target that is not paused; return how many arrived.

    A target that is away or refuses the credential is paused, longer each time, and
    loses nothing. A statement it refuses for good is parked with its reason.
    """
    sent = 0
    for target in Target.objects.ready(at):
        try:
            sent += _send_to(target)
        except (TargetError, OSError, HTTPException) as error:
            _pause(target, at, error)
    return sent


def _send_to(target: Target) -> int:
    sent = 0
    for _turn in range(_BATCHES_PER_TURN):
        waiting = Outbox.objects.waiting().filter(target=target)
        rows = list(waiting.select_related("statement")[:_AT_ONCE])
        if not rows:
            break
        remote = Remote(endpoint=target.endpoint, auth=_authorization(target))
        sent += _deliver(remote, rows)
        Target.objects.filter(pk=target.pk).update(
            failures=0, paused_until=None, last_error=""
        )
    return sent


def _deliver(remote: Remote, rows: Sequence[Outbox]) -> int:
    """Send ``rows`` as one batch; where that is refused, halve it to find the culprit."""
    answer = remote.send([row.statement.payload for row in rows])
    if answer.status in {200, 204}:
        return _arrived(rows)
    if answer.status not in {400, 409, 413}:
        raise TargetError(f"The target answered {answer.status}.")
    if len(rows) > 1:
        middle = len(rows) // 2
        return _deliver(remote, rows[:middle]) + _deliver(remote, rows[middle:])
    (row,) = rows
    if answer.status == 409 and _is_there(remote, row):  # noqa: PLR2004 — Conflict
        return _arrived(rows)
    row.parked = f"{answer.status}: {answer.text}"
    row.save(update_fields=["parked"])
    logger.warning("Statement %s is parked: %s", row.statement.uuid, answer.status)
    return 0


def _is_there(remote: Remote, row: Outbox) -> bool:
    """Tell whether the target has this very statement already."""
    answer = remote.fetch(str(row.statement.uuid))
    try:
        content: Any = json.loads(answer.text)
        return comparing.digest(content) == row.statement.digest
    except (ValueError, AttributeError):
        return False


def _arrived(rows: Sequence[Outbox]) -> int:
    Outbox.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return len(rows)


def _pause(target: Target, at: datetime, error: Exception) -> None:
    longest = _FIRST_PAUSE * 2 ** min(target.failures, 10)
    pause = min(longest, _LONGEST_PAUSE) * random.uniform(0.5, 1)  # noqa: S311 — jitter
    Target.objects.filter(pk=target.pk).update(
        failures=F("failures") + 1, paused_until=at + pause, last_error=str(error)
    )
    logger.warning("The target %s is paused: %s", target.name, error)


def _authorization(target: Target) -> str:
    """Return the header for a target from its key file, which holds ``key:secret``."""
    path = settings.KEYS_DIR / f"xapi-{target.name}"
    if not path.is_file():
        raise TargetError(f"Put the target's key:secret into {path}.")
    return f"Basic {b64encode(path.read_text().strip().encode()).decode()}"
