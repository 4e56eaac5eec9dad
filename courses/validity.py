"""Validity of a pass by rules R1 and R2 of the curriculum; no database."""

import calendar
from datetime import date, timedelta

#: The renewal window opens this long before expiry (curriculum R2).
RENEWAL_WINDOW = timedelta(days=90)
MONTHS_OF_A_YEAR = 12


def add_months(on: date, months: int) -> date:
    """Return the same calendar day ``months`` later, or the month's last day."""
    years, month = divmod(on.month - 1 + months, MONTHS_OF_A_YEAR)
    year = on.year + years
    return date(year, month + 1, min(on.day, calendar.monthrange(year, month + 1)[1]))


def is_day_of_every_year(month: int, day: int) -> bool:
    """Return whether every year has this day; 29 February is not one."""
    return 1 <= day <= calendar.monthrange(2001, month)[1]


def add_days(on: date, days: int) -> date:
    """Return the day ``days`` after ``on``, but never a day after ``date.max``.

    People type 31 December 9999 for “without end”.
    """
    return on + timedelta(days=min(days, (date.max - on).days))


def subtract_day(on: date) -> date:
    """Return the day before ``on``."""
    return on - timedelta(days=1)


def compute_expiry(passed_on: date, months: int, previous: date | None = None) -> date:
    """Return the last day on which a pass of ``passed_on`` is valid (curriculum R1, R2).

    ``previous`` is the last valid day of the pass being renewed. If ``passed_on`` is
    within 90 days before it, ``months`` run from ``previous``, otherwise from
    ``passed_on``.
    """
    if previous and previous - RENEWAL_WINDOW <= passed_on <= previous:
        return add_months(previous, months)
    return add_months(passed_on, months)
