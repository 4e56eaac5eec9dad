"""Those who write in a sitting, as its page lists them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch

from courses.assessment.models import Attempt, AttemptEvent, Sitting
from courses.assessment.sittings import codes


@dataclass(frozen=True)
class Candidate:
    """An attempt in a sitting, the code that moves it, and when it went to another device.

    The code is for the invigilator, and empty once the attempt is over.
    """

    attempt: Attempt
    code: str
    moved_at: Sequence[datetime]


def candidates_of(
    sitting: Sitting, *, shows_codes: bool, at: datetime
) -> list[Candidate]:
    """Return who writes in ``sitting``, those who still write first; two queries."""
    moves = AttemptEvent.objects.filter(kind=AttemptEvent.Kind.DEVICE)
    rows = sitting.attempts.select_related("enrolment__learner", "paper")
    rows = rows.with_answered().prefetch_related(Prefetch("events", moves))
    return [
        Candidate(
            one,
            codes.move_code_of(one, sitting)
            if shows_codes and one.is_open and not one.is_out_of_time(at)
            else "",
            [event.at for event in one.events.all()],
        )
        for one in rows.order_by("handed_in_at", "started_at")
    ]
