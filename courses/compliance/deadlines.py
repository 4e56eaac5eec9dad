"""Deadlines for courses, computed from plain dates (curriculum R1, R2, R9, R11)."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from courses.validity import RENEWAL_WINDOW, add_days, add_months, compute_expiry

#: A range of days, both ends included; ``None`` if it has no end.
Span = tuple[date, date | None]

#: Computes the last valid day of a pass from the day of passing, the months, and the
#: last valid day of the previous pass.
Counting = Callable[[date, int, date | None], date]

#: After an absence (curriculum R9): days to catch up, and after a long one.
RETURN_DAYS = 30
LONG_RETURN_DAYS = 60
LONG_ABSENCE_MONTHS = 12
#: Days for somebody who comes from another post of the service (curriculum R11).
TRANSFER_DAYS = 60


def find_unbroken_start(spans: Iterable[Span], on: date) -> date | None:
    """Return the first day of the unbroken run of ``spans`` that contains ``on``.

    A move from one place to another without a day in between does not break a run.
    """
    start: date | None = None
    end: date | None = None
    for first, last in sorted(spans, key=lambda span: (span[0], span[1] or date.max)):
        if start is None or (end is not None and first > add_days(end, 1)):
            start, end = first, last
        elif end is not None and (last is None or last > end):
            end = last
        if start <= on and (end is None or on <= end):
            return start
    return None


def count_from_passing(
    passed_on: date, months: int, _previous: date | None = None
) -> date:
    """Count ``months`` from the day of passing, whenever that was."""
    return add_months(passed_on, months)


def build_fixed_day_counting(month: int, day: int) -> Counting:
    """Return a counting that ends on a fixed day of the year, the last one within the months.

    If somebody passes in the 90 days before the fixed day, the months run from that day
    (as in curriculum R2), so that they need not renew again after some weeks. A pass is
    valid at least until the next fixed day.
    """

    def counted(passed_on: date, months: int, _previous: date | None = None) -> date:
        coming = date(passed_on.year, month, day)
        if coming < passed_on:
            coming = date(passed_on.year + 1, month, day)
        is_ahead = coming - RENEWAL_WINDOW <= passed_on
        latest = add_months(coming if is_ahead else passed_on, months)
        last = date(latest.year, month, day)
        if last > latest:
            last = date(latest.year - 1, month, day)
        return max(last, coming)

    return counted


def compute_last_valid_day(
    passes: Iterable[tuple[date, date]],
    months: int,
    counting: Counting = compute_expiry,
) -> date | None:
    """Return the last day on which somebody holds a course renewed every ``months``.

    ``passes`` are pairs (passed on, expiry by the certificate). A rule stricter than
    the course’s own shortens the validity, but no rule makes it longer than the
    certificate. ``counting`` defaults to R1 and R2 of the curriculum.
    """
    latest: date | None = None
    for passed_on, certified_until in sorted(passes):
        until = min(counting(passed_on, months, latest), certified_until)
        latest = until if latest is None else max(latest, until)
    return latest


def postpone_past_pauses(deadline: date, pauses: Sequence[Span]) -> date:
    """Return ``deadline``, moved behind the pauses it falls into, with days to catch up."""
    for first, last in sorted(pauses, key=lambda pause: pause[0]):
        if last is None:
            continue
        is_long = add_months(first, LONG_ABSENCE_MONTHS) <= last
        back = add_days(last, LONG_RETURN_DAYS if is_long else RETURN_DAYS)
        if first <= deadline < back:
            deadline = back
    return deadline
