"""How the share of what is valid went, month by month."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from courses.compliance.standing import State
from courses.compliance.summary import COUNTED_WITH, Row
from courses.reporting.suppressing import withheld
from courses.reporting.tabulating import Report
from courses.reporting.tallying import Count, tally_months

MONTHS = 12


@dataclass(frozen=True)
class Point:
    """A day with its numbers; the numbers and the share are ``None`` where withheld."""

    on: date
    valid: int | None
    required: int | None

    @property
    def share(self) -> int | None:
        """Valid ÷ required, in whole per cent (curriculum R17)."""
        if not self.required or self.valid is None:
            return None
        return round(100 * self.valid / self.required)


def trend(report: Report, *, months: int = MONTHS) -> list[Point]:
    """Return how what ``report`` is about stood at the end of each month, the last on its day."""
    selection, cut = report.selection, report.cut
    found = tally_months(
        [cut.place] if cut.place else report.places.tops,
        months=months,
        until=selection.on,
        by=("course",),
        post=selection.post,
        course=selection.course,
    )
    return [
        _point(day, counts, is_open=report.is_open)
        for day, counts in sorted(found.items())
    ]


def _point(day: date, counts: list[Count], *, is_open: bool) -> Point:
    row, people = Row(""), Counter[int]()
    for one in counts:
        if one.state != State.NOT_REQUIRED:
            row.counts[COUNTED_WITH.get(one.state, one.state)] += one.number
            people[one.course] += one.number
    valid, required = row.counts[State.VALID], row.required
    behind = max(people.values(), default=0)
    kept = withheld([[valid, required - valid]], [behind, behind])
    if kept and not is_open:
        return Point(day, None, None)
    return Point(day, valid, required)
