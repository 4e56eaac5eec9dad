"""Whether the clock of the machine is to be believed: one wrong answer deletes for good."""

from datetime import datetime, timedelta

from elearning.installation.models import ClockReading

#: A clock that is further ahead than this has leapt, or nobody was at work for as long.
LEAP = timedelta(days=14)
#: How seldom the reading is written.
_SELDOM = timedelta(hours=1)


def find_clock_leap(at: datetime) -> datetime | None:
    """Return when the worker last looked, where ``at`` is a leap ahead of it; else note ``at``.

    A clock that went back is no danger to what is kept.
    """
    row, _is_new = ClockReading.objects.get_or_create(defaults={"at": at})
    if at - row.at > LEAP:
        return row.at
    if at - row.at > _SELDOM:
        ClockReading.objects.filter(at__lt=at).update(at=at)
    return None


def confirm_time(at: datetime) -> None:
    """Note that the time is ``at``, as a person has looked."""
    ClockReading.objects.update_or_create(defaults={"at": at})
