"""Plausibility of the system clock, as a wrong time would delete data for good."""

from datetime import datetime, timedelta

from elearning.installation.models import ClockReading

#: The largest advance that is plausible; a longer one is a leap or a long shutdown.
LEAP = timedelta(days=14)
#: The minimum time between two stored readings.
_SELDOM = timedelta(hours=1)


def find_clock_leap(at: datetime) -> datetime | None:
    """Return the last reading if ``at`` is a leap ahead of it; otherwise record ``at``.

    A clock that went back deletes nothing.
    """
    row, _is_new = ClockReading.objects.get_or_create(defaults={"at": at})
    if at - row.at > LEAP:
        return row.at
    if at - row.at > _SELDOM:
        ClockReading.objects.filter(at__lt=at).update(at=at)
    return None


def confirm_time(at: datetime) -> None:
    """Record ``at`` as the correct time, confirmed by a person."""
    ClockReading.objects.update_or_create(defaults={"at": at})
