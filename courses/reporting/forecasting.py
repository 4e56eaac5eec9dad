"""How many seats are needed where and when: passes that end soon, by place and month."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from courses.reporting.suppressing import Place, withheld
from courses.reporting.tabulating import Report
from courses.reporting.tallying import forecast_expiries
from elearning.staff.models import Establishment

#: So far ahead a forecast looks, in days.
DAYS = 90


@dataclass(frozen=True)
class Need:
    """The seats that one place needs in each of the months; ``None`` is withheld."""

    place: Establishment | None
    seats: list[int | None]
    whole: int | None


@dataclass(frozen=True)
class Forecast:
    """The months of a forecast, the places by their needs, and all together."""

    months: list[date]
    needs: list[Need]
    total: Need
    until: date


def forecast(report: Report, *, days: int = DAYS) -> Forecast:
    """Return the seats that the places of ``report`` need in the next ``days`` days.

    A seat is a place on a course for one person whose pass ends. Posts are not told
    apart; the place that needs most comes first, what is withheld last.
    """
    on = report.selection.on
    until = on + timedelta(days=days - 1)
    months = _months(on, until)
    seats: dict[int, Counter[date]] = {}
    people: dict[int, Counter[int]] = {}
    everybody: Counter[int] = Counter()
    nearest = report.places.nearest(report.cut.place)
    tops = [report.cut.place] if report.cut.place else report.places.tops
    for one in forecast_expiries(tops, on=on, days=days):
        group = nearest.get(one.establishment)
        if group is None or report.cut.course not in {None, one.course}:
            continue
        seats.setdefault(group, Counter())[one.month] += one.number
        people.setdefault(group, Counter())[one.course] += one.number
        everybody[one.course] += one.number
    groups = [place for place in report.groups if place.pk in seats]
    cells = [[seats[place.pk][month] for month in months] for place in groups]
    behind = [max(people[place.pk].values()) for place in groups]
    hidden: frozenset[Place] = frozenset()
    if groups and not report.is_open:
        hidden = withheld(cells, [*behind, max(everybody.values())])
    cells.append([sum(column) for column in zip(*cells, strict=True)])
    needs = [
        Need(
            place,
            [
                None if (row, column) in hidden else number
                for column, number in enumerate(cells[row])
            ],
            None if (row, len(months)) in hidden else sum(cells[row]),
        )
        for row, place in enumerate([*groups, None])
    ]
    *each, total = needs
    each.sort(key=lambda need: (need.whole is None, -(need.whole or 0)))
    return Forecast(months, each, total, until)


def _months(first: date, last: date) -> list[date]:
    """Return the first day of each month from that of ``first`` to that of ``last``."""
    found = [first.replace(day=1)]
    while found[-1].replace(day=28) + timedelta(days=4) <= last:
        found.append((found[-1].replace(day=28) + timedelta(days=4)).replace(day=1))
    return [month for month in found if month <= last]
