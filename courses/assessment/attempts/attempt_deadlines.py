"""Attempts whose time has run out by the server's clock, and their marking."""

import logging
from datetime import datetime

from courses.assessment.marks import attempt_marking
from courses.assessment.models import Attempt
from courses.transactions import unit_of_work

logger = logging.getLogger("elearning.assessment")


def mark_overdue_attempts(at: datetime) -> int:
    """Mark every open attempt that is overdue at ``at``; return how many there were.

    Overdue attempts are found from rows, so one missed because the worker was killed is
    marked at the next tick. An attempt that cannot be marked is logged by its key and
    does not hold up others.
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
    """Mark ``attempt`` if its time has run out, and return its current state."""
    if attempt.is_open and attempt.is_out_of_time(at):
        return _end(attempt, at=at)
    return attempt


def _end(attempt: Attempt, *, at: datetime) -> Attempt:
    """Mark ``attempt``, unless extra minutes were granted since it was read."""
    with unit_of_work():
        locked = Attempt.every.select_for_update(of=("self",), no_key=True)
        now = locked.get(pk=attempt.pk)
        if now.is_open and not now.is_out_of_time(at):
            attempt.ends_at, attempt.extra_minutes = now.ends_at, now.extra_minutes
            return attempt
        return attempt_marking.mark_attempt(
            attempt, at=at, ended_by=Attempt.EndedBy.CLOCK
        )
