"""The server's clock: attempts whose time has run out are marked."""

import logging
from datetime import datetime

from courses.assessment import marking
from courses.assessment.models import Attempt

logger = logging.getLogger("elearning.assessment")


def mark_overdue(at: datetime) -> int:
    """Mark every open attempt that is out of time at ``at``; return how many were.

    Found from rows, so that one lost in a kill is marked at the next tick. An attempt
    that cannot be marked is logged by its key and holds up no other.
    """
    marked = 0
    for attempt in Attempt.objects.overdue(at).order_by("ends_at"):
        try:
            marking.mark(attempt, at=at, ended_by=Attempt.EndedBy.CLOCK)
        except Exception:
            logger.exception(
                "Attempt %s is out of time and cannot be marked.", attempt.key
            )
        else:
            marked += 1
    return marked


def close_if_over(attempt: Attempt, *, at: datetime) -> Attempt:
    """Mark ``attempt`` if its time has run out, and return it as it then is."""
    if attempt.is_open and attempt.is_out_of_time(at):
        return marking.mark(attempt, at=at, ended_by=Attempt.EndedBy.CLOCK)
    return attempt
