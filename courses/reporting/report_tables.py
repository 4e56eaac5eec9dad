"""Tables of a report: standings by place, post and course, with small numbers withheld.

A number withheld in one table is withheld in all tables below it: otherwise the report
of one post subtracted from that of all posts would reveal the other one.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from courses.compliance.standing_summary import COUNTED_WITH, Column, SummaryRow
from courses.compliance.status import StandingState
from courses.models import Course
from courses.reporting.cell_suppression import select_withheld_cells
from courses.reporting.remit_places import RemitPlaces
from courses.reporting.report_selection import ReportSelection
from courses.reporting.standing_tally import StandingCount, tally_standings
from elearning.staff.models import Establishment, Post

#: The columns of required standings, most urgent first; together they are the total.
REQUIRED = (
    StandingState.EXPIRED,
    StandingState.GRACE,
    StandingState.DUE,
    StandingState.VALID,
    StandingState.NOT_STARTED,
    StandingState.IN_PROGRESS,
)
#: The value of their numbers to readers, with the total last; low values are withheld
#: first.
_WORTH = (5, 3, 3, 6, 1, 1, 8)
#: Counted separately (curriculum R17).
ASIDE = (StandingState.PAUSED, StandingState.WAIVED)
COLUMNS = (*REQUIRED, *ASIDE)

#: The withheld columns of a row; ``None`` is the total of all required.
Withheld = frozenset[Column | None]
#: Columns that add up, whether they have a total, and the values of their numbers.
Group = tuple[Sequence[Column], bool, Sequence[int]]


@dataclass(frozen=True)
class TableScope:
    """The scope of a table: a place with all below it, a post, a course; ``None`` is all."""

    place: Establishment | None = None
    post: int | None = None
    course: int | None = None


@dataclass(frozen=True)
class ReportTable:
    """Rows of numbers and their total."""

    rows: list[SummaryRow]
    total: SummaryRow

    @property
    def is_withheld(self) -> bool:
        return any(row.withheld for row in (*self.rows, self.total))


class ComplianceReport:
    """The numbers of a selection; nothing is withheld if ``is_open``."""

    def __init__(
        self,
        selection: ReportSelection,
        *,
        is_open: bool = False,
        places: RemitPlaces | None = None,
    ) -> None:
        self.selection, self.is_open = selection, is_open
        self.places = places or RemitPlaces(selection)
        place = self.places.top_of(selection.establishment)
        self.cut = TableScope(
            place,
            selection.post.pk if selection.post else None,
            selection.course.pk if selection.course else None,
        )
        self._counts: dict[object, list[StandingCount]] = {}
        self._kept: dict[TableScope, Withheld] = {}

    @cached_property
    def tables(self) -> dict[str, ReportTable]:
        """The tables ``place``, ``post`` and ``course``, which withhold the same totals."""
        sides = self._sides()
        kept = frozenset() if self.is_open else self._kept_above(self.cut)
        while True:
            found = {side: self._table(self.cut, side, kept) for side in sides}
            more = kept.union(*(table.total.withheld for table in found.values()))
            if more == kept:
                return found
            kept = more

    @property
    def total(self) -> SummaryRow:
        return self.tables["place"].total

    @property
    def is_withheld(self) -> bool:
        return any(table.is_withheld for table in self.tables.values())

    @property
    def groups(self) -> list[Establishment]:
        return self.places.groups(self.cut.place)

    def grid(self) -> dict[tuple[int, int], SummaryRow]:
        """Return a row for each compared place and each course, by both ids.

        Nothing is withheld: show only shares of sufficiently large groups, and no
        numbers, unless the report is open.
        """
        nearest = self.places.nearest(self.cut.place)
        sums = self._sums(
            self.cut,
            "place",
            lambda one: (nearest.get(one.establishment), one.course),
        )
        return {key: row for key, row in sums.items() if key[0] is not None}

    def withheld_in(self, cut: TableScope, side: str) -> dict[Any, Withheld]:
        """Return the withheld columns of each row of a table, by key; the total has ``None``."""
        if cut == self.cut and side in self.tables:
            table = self.tables[side]
        else:
            table = self._table(cut, side, self._kept_above(cut))
        lines: dict[Any, Withheld] = {row.key: row.withheld for row in table.rows}
        return lines | {None: table.total.withheld}

    def _sides(self) -> list[str]:
        return [
            side
            for side in ("place", "post", "course")
            if side == "place" or getattr(self.cut, side) is None
        ]

    def _table(self, cut: TableScope, side: str, kept: Withheld) -> ReportTable:
        rows = list(self._sums(cut, side, self._key_of(cut, side)).values())
        whole = self._sums(cut, side, lambda _count: 0)
        total = whole.get(0, SummaryRow(""))
        if not self.is_open:
            rows, total = self._protected(cut, side, rows, total, kept)
        return ReportTable(rows, total)

    def _protected(
        self,
        _cut: TableScope,
        _side: str,
        rows: list[SummaryRow],
        total: SummaryRow,
        kept: Withheld,
    ) -> tuple[list[SummaryRow], SummaryRow]:
        """Return the rows with small numbers withheld, in addition to ``kept``."""
        return withhold_small_numbers(rows, total, kept, _GROUPS)

    def _kept_above(self, cut: TableScope) -> Withheld:
        """Return what the tables above ``cut``, of which it is a row, withhold."""
        if cut not in self._kept:
            found: set[Column | None] = set()
            for above, side, key in self._above(cut):
                table = self._table(above, side, self._kept_above(above))
                for row in table.rows:
                    if row.key == key:
                        found |= row.withheld
            self._kept[cut] = frozenset(found)
        return self._kept[cut]

    def _above(self, cut: TableScope) -> Iterable[tuple[TableScope, str, int]]:
        """Yield each table with a row about ``cut``: its scope, its side, and the row’s key."""
        if cut.post is not None:
            yield replace(cut, post=None), "post", cut.post
        if cut.course is not None:
            yield replace(cut, course=None), "course", cut.course
        if cut.place is not None and self.places.is_part(cut.place):
            above = replace(cut, place=self.places.above(cut.place))
            yield above, "place", cut.place.pk

    def _key_of(self, cut: TableScope, side: str) -> Callable[[Any], int | None]:
        if side == "place":
            nearest = self.places.nearest(cut.place)
            return lambda one: nearest.get(one.establishment)
        return lambda one: getattr(one, side)

    def _sums(
        self, cut: TableScope, side: str, key_of: Callable[[Any], Any]
    ) -> dict[Any, SummaryRow]:
        rows: dict[Any, SummaryRow] = {}
        people: dict[Any, Counter[int]] = {}
        under = self.places.under(cut.place)
        for one in self._counted(cut, side):
            if side != "post" and one.establishment not in under:
                continue
            if cut.course not in {None, one.course} or (key := key_of(one)) is None:
                continue
            row = rows.setdefault(key, SummaryRow("", key))
            row.counts[self._column_of(one)] += one.number
            people.setdefault(key, Counter())[one.course] += one.number
        for key, row in rows.items():
            row.people = max(people[key].values())
        return rows

    def _counted(self, cut: TableScope, side: str) -> list[Any]:
        """Return the counts for a table, cached; of the whole remit, by place and course.

        A table by post needs its place only. A standing is counted at one post per
        course, so the largest number of a course is a lower bound for the number of
        people.
        """
        told = "post" if side == "post" else "establishment"
        about = cut.place if told == "post" or self.is_open else None
        asked = (told, about, cut.post)
        if asked not in self._counts:
            post = self.selection.post if cut.post is not None else None
            self._counts[asked] = tally_standings(
                [about] if about else self.places.tops,
                on=self.selection.on,
                by=(told, "course"),
                post=post,
            )
        return self._counts[asked]

    def _column_of(self, one: Any) -> Column:
        state: StandingState = one.state
        return COUNTED_WITH.get(state, state)


def label_rows(rows: Iterable[SummaryRow], things: Iterable[Any]) -> list[SummaryRow]:
    """Return ``rows`` labelled with the objects of their keys, sorted by title."""
    by_key = {thing.pk: thing for thing in things}
    found = [
        replace(row, label=by_key[row.key].title, key=by_key[row.key])
        for row in rows
        if row.key in by_key
    ]
    return sorted(found, key=lambda row: row.label)


def label_post_rows(rows: Iterable[SummaryRow]) -> list[SummaryRow]:
    """Return rows by post, labelled with their posts."""
    rows = list(rows)
    return label_rows(rows, Post.objects.filter(pk__in=[row.key for row in rows]))


def label_course_rows(rows: Iterable[SummaryRow]) -> list[SummaryRow]:
    """Return rows by course, labelled with code and title."""
    rows = list(rows)
    found = label_rows(rows, Course.objects.filter(pk__in=[row.key for row in rows]))
    called = [replace(row, label=f"{row.key.code} — {row.label}") for row in found]
    return sorted(called, key=lambda row: row.label)


#: The groups of a report by state.
_GROUPS: tuple[Group, ...] = ((REQUIRED, True, _WORTH), (ASIDE, False, ()))


def withhold_small_numbers(
    rows: Sequence[SummaryRow],
    total: SummaryRow,
    kept: Withheld,
    groups: Iterable[Group],
) -> tuple[list[SummaryRow], SummaryRow]:
    """Return the rows with small numbers withheld, in addition to ``kept``."""
    people = [*(row.people for row in rows), total.people]
    found: list[set[Column | None]] = [set() for _row in people]
    if rows:
        for columns, has_whole, worth in groups:
            names: list[Column | None] = [*columns, *([None] if has_whole else [])]
            cells = [[row.counts[column] for column in columns] for row in rows]
            totals = [place for place, name in enumerate(names) if name in kept]
            for row, column in select_withheld_cells(
                cells, people, totals=totals, weights=worth
            ):
                if column < len(names):
                    found[row].add(names[column])
    *kept_rows, kept_total = map(frozenset, found)
    return (
        [
            replace(row, withheld=hidden)
            for row, hidden in zip(rows, kept_rows, strict=True)
        ],
        replace(total, withheld=kept_total | kept),
    )
