"""When a course must be held, from plain dates (curriculum R1, R2, R9, R11)."""

from collections.abc import Iterable, Sequence
from datetime import date

from courses.validity import add_months, days_after, expires_on

#: A stretch of days, first and last included; ``None`` where it has no end.
Span = tuple[date, date | None]

#: After an absence (curriculum R9): days to catch up, and after a long one.
RETURN_DAYS = 30
LONG_RETURN_DAYS = 60
LONG_ABSENCE_MONTHS = 12
#: Days for somebody who comes from another post of the service (curriculum R11).
TRANSFER_DAYS = 60


def unbroken_since(spans: Iterable[Span], on: date) -> date | None:
    """Return the first day of the unbroken run of ``spans`` that holds ``on``.

    A move from one place to another without a day between does not break a run.
    """
    start: date | None = None
    end: date | None = None
    for first, last in sorted(spans, key=lambda span: (span[0], span[1] or date.max)):
        if start is None or (end is not None and first > days_after(end, 1)):
            start, end = first, last
        elif end is not None and (last is None or last > end):
            end = last
        if start <= on and (end is None or on <= end):
            return start
    return None


def last_valid_day(passes: Iterable[tuple[date, date]], months: int) -> date | None:
    """Return until when somebody holds a course that must be renewed every ``months``.

    ``passes`` are pairs (passed, expires by the certificate). A stricter rule than the
    course's own shortens the time; inside the renewal window the anniversary is kept.
    """
    latest: date | None = None
    for passed_on, certified_until in sorted(passes):
        until = min(expires_on(passed_on, months, previous=latest), certified_until)
        latest = until if latest is None else max(latest, until)
    return latest


def moved_past(deadline: date, pauses: Sequence[Span]) -> date:
    """Return ``deadline`` moved behind the pauses it falls into, with time to spare."""
    for first, last in sorted(pauses, key=lambda pause: pause[0]):
        if last is None:
            continue
        is_long = add_months(first, LONG_ABSENCE_MONTHS) <= last
        back = days_after(last, LONG_RETURN_DAYS if is_long else RETURN_DAYS)
        if first <= deadline < back:
            deadline = back
    return deadline
