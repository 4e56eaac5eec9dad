"""The timeline of an attempt, built from the recorded facts."""

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
    """One event: its time, its description, and the reason given, if any."""

    at: datetime
    words: str
    reason: str = ""


def build_timeline(attempt: Attempt) -> list[TimelineEntry]:
    """Return the timeline of ``attempt`` from its start to its end.

    Prefetch ``events`` and ``allowances``. Gaps between answers are not included: only
    recorded events are.
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
    """Record that the candidate's page had no connection for ``seconds`` until ``at``.

    The page reports this itself, so it is an indication and no proof: it does not move
    the clock. A gap that reaches back before the start is cut there; repeating is
    harmless.
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
