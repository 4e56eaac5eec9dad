"""The server's clock: attempts whose time has run out are marked."""

import logging
from datetime import datetime

from courses.assessment.marks import attempt_marking
from courses.assessment.models import Attempt
from courses.transactions import unit_of_work

logger = logging.getLogger("elearning.assessment")


def mark_overdue_attempts(at: datetime) -> int:
    """Mark every open attempt that is out of time at ``at``; return how many were.

    Found from rows, so that one lost in a kill is marked at the next tick. An attempt
    that cannot be marked is logged by its key and holds up no other.
    """
    marked = 0
    for attempt in Attempt.every.overdue(at).order_by("ends_at"):
        try:
            is_over = not _end(attempt, at=at).is_open
        except Exception:
            logger.exception(
                "Attempt %s is out of time and cannot be marked.", attempt.key
            )
        else:
            marked += is_over
    return marked


def close_overdue_attempt(attempt: Attempt, *, at: datetime) -> Attempt:
    """Mark ``attempt`` if its time has run out, and return it as it then is."""
    if attempt.is_open and attempt.is_out_of_time(at):
        return _end(attempt, at=at)
    return attempt


def _end(attempt: Attempt, *, at: datetime) -> Attempt:
    """Mark ``attempt``, unless minutes were granted to it since it was read."""
    with unit_of_work():
        locked = Attempt.every.select_for_update(of=("self",), no_key=True)
        now = locked.get(pk=attempt.pk)
        if now.is_open and not now.is_out_of_time(at):
            attempt.ends_at, attempt.extra_minutes = now.ends_at, now.extra_minutes
            return attempt
        return attempt_marking.mark_attempt(
            attempt, at=at, ended_by=Attempt.EndedBy.CLOCK
        )
