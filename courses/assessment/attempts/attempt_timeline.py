"""What happened in an attempt, from the facts that are kept about it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.assessment.models import Attempt, AttemptEvent


@dataclass(frozen=True)
class TimelineEntry:
    """One thing that happened: when, in words, and the reason somebody gave."""

    at: datetime
    words: str
    reason: str = ""


def build_timeline(attempt: Attempt) -> list[TimelineEntry]:
    """Return the story of ``attempt`` from its start to its end.

    Prefetch ``events`` and ``allowances``. Gaps between answers are no part of it: only
    what was recorded is.
    """
    moments = [TimelineEntry(attempt.started_at, _("Started"))]
    moments += [
        TimelineEntry(event.at, _event(event)) for event in attempt.events.all()
    ]
    moments += [
        TimelineEntry(given.granted_at, _minutes(given.minutes), given.reason)
        for given in attempt.allowances.all()
    ]
    moments.sort(key=lambda moment: moment.at)
    if attempt.handed_in_at is not None:
        by_clock = attempt.ended_by == Attempt.EndedBy.CLOCK
        words = _("Time ran out") if by_clock else _("Handed in")
        moments.append(TimelineEntry(attempt.handed_in_at, words))
    if attempt.is_waiting and attempt.handed_in_at is not None:
        moments.append(
            TimelineEntry(attempt.handed_in_at, _("Waiting for a trainer to mark it"))
        )
    return moments


def record_connection_loss(attempt: Attempt, seconds: int, *, at: datetime) -> None:
    """Keep that the candidate's page was without a link for ``seconds`` until ``at``.

    Her page says so itself, so it is a hint and no proof: it moves no clock. One that
    would reach back before the start is cut there; repeating is harmless.
    """
    since = max(at - timedelta(seconds=max(0, seconds)), attempt.started_at)
    with transaction.atomic():
        known = attempt.events.filter(kind=AttemptEvent.Kind.LINK, at__gte=since)
        if not known.exists():
            AttemptEvent.objects.create(
                attempt=attempt, kind=AttemptEvent.Kind.LINK, at=at, since=since
            )


def _event(event: AttemptEvent) -> str:
    if event.since is None:
        return str(AttemptEvent.Kind(event.kind).label)
    return _("Connection restored; it was lost at %(time)s") % {
        "time": time_format(timezone.localtime(event.since), "H:i:s")
    }


def _minutes(number: int) -> str:
    words = ngettext(
        "%(n)s minute added by the invigilator",
        "%(n)s minutes added by the invigilator",
        number,
    )
    return words % {"n": number}
