"""Report tables as shown on a page: linked, sorted, each with its finding."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from courses.compliance.standing_summary import LATE, SummaryRow
from courses.compliance.status import ORDER, StandingState
from courses.desk.kit.list_page import ColumnHeading, build_sorting_heading
from courses.reporting.report_tables import ASIDE, COLUMNS, REQUIRED
from elearning.interface.state_looks import STATES
from elearning.staff.models import Establishment

#: The figures at the top of a page, most urgent first.
SHOWN = (
    StandingState.EXPIRED,
    StandingState.GRACE,
    StandingState.DUE,
    StandingState.VALID,
)
#: States that have a column even if nobody is in them.
_ALWAYS = frozenset(SHOWN)
#: Query parameters dropped from links that lead out of a report.
_LEFT_OUT = ("sort", "page")


@dataclass(frozen=True)
class StateCell:
    """A number in a table, linked to the people behind it; ``None`` is withheld."""

    state: str
    number: int | None
    url: str


@dataclass(frozen=True)
class ReportTableRow:
    """A row of a table and of its chart."""

    label: str
    url: str
    required: int | None
    cells: list[StateCell]
    parts: list[tuple[str, int | None]]
    whole: int | None
    share: int | None


def get_filtered_url(name: str, query: QueryDict, **changes: str | None) -> str:
    """Return the address of a desk page with the filters of ``query``, some changed."""
    changed = query.copy()
    for left in _LEFT_OUT:
        changed.pop(left, None)
    for key, value in changes.items():
        changed.pop(key, None)
        if value:
            changed[key] = value
    kept = changed.urlencode()
    return reverse(f"desk:{name}") + (f"?{kept}" if kept else "")


def build_state_figure(
    query: QueryDict, total: SummaryRow, state: StandingState
) -> dict[str, Any]:
    """Return a figure for the top of the page, linked to the people behind it."""
    share = total.share(state)
    return {
        "state": state.value,
        "number": total.number(state),
        "detail": ""
        if share is None
        else _("%(share)d%% of what is required") % {"share": share},
        "url": get_filtered_url("people", query, state=state.value),
    }


def list_state_columns(
    rows: Iterable[SummaryRow], state: StandingState | None
) -> list[StandingState]:
    """Return the states that have a column; only ``state`` if it is given."""
    if state is not None:
        return [state]
    rows = list(rows)
    return [
        one for one in COLUMNS if one in _ALWAYS or any(row.counts[one] for row in rows)
    ]


def build_table_rows(
    rows: Iterable[SummaryRow],
    columns: list[StandingState],
    *,
    people: Callable[[SummaryRow, StandingState], str],
    report: Callable[[SummaryRow], str] = lambda _row: "",
) -> list[ReportTableRow]:
    """Return ``rows`` with links; ``people`` and ``report`` return the addresses."""
    return [
        ReportTableRow(
            label=row.label,
            url=report(row),
            required=row.whole,
            cells=[
                StateCell(state.value, row.number(state), people(row, state))
                for state in columns
            ],
            parts=list_chart_parts(row, columns),
            whole=_whole(row, columns),
            share=row.valid_share,
        )
        for row in rows
    ]


def list_chart_parts(
    row: SummaryRow, columns: list[StandingState]
) -> list[tuple[str, int | None]]:
    """Return the chart parts of ``row``: the required states, or the one filtered by."""
    shown = [one for one in columns if one in REQUIRED] or columns
    return [
        (one.value, row.number(one)) for one in sorted(shown, key=ORDER.__getitem__)
    ]


def _whole(row: SummaryRow, columns: list[StandingState]) -> int | None:
    return row.number(columns[0]) if len(columns) == 1 else row.whole


def sort_table_rows(rows: list[SummaryRow], sort: str) -> list[SummaryRow]:
    """Return ``rows`` sorted by a column; withheld numbers come last."""
    if sort == "required":
        return sorted(rows, key=lambda row: _most_first(row.whole))
    if sort == "share":
        return sorted(
            rows,
            key=lambda row: (row.valid_share is None, row.valid_share or 0, row.label),
        )
    if sort in set(COLUMNS):
        return sorted(
            rows, key=lambda row: _most_first(row.number(StandingState(sort)))
        )
    return sorted(rows, key=lambda row: row.label)


def sort_by_overdue(
    rows: list[SummaryRow], number: int | None = None
) -> list[SummaryRow]:
    """Return ``rows``, or the first ``number``, most overdue first, withheld ones last."""

    def late(row: SummaryRow) -> tuple[bool, int, str]:
        is_withheld = bool(row.withheld & LATE)
        return is_withheld, 0 if is_withheld else -_late(row), row.label

    return sorted(rows, key=late)[:number]


def label_own_row(
    rows: list[SummaryRow], place: Establishment | None
) -> list[SummaryRow]:
    """Label the row of ``place`` as excluding establishments under it, if there are any."""
    if len(rows) == 1:
        return rows
    words = _("%(place)s, excluding establishments under it")
    return [
        replace(row, label=words % {"place": row.label}) if row.key == place else row
        for row in rows
    ]


def _most_first(number: int | None) -> tuple[bool, int]:
    return number is None, -(number or 0)


def build_column_headings(
    query: QueryDict, first: str, columns: list[StandingState], sort: str
) -> list[ColumnHeading]:
    """Return the headings of the table by place; each sorts by its column."""
    named = [
        ("name", first),
        ("required", _("Required")),
        ("share", _("Percentage valid")),
        *((state.value, str(STATES[state].words)) for state in columns),
    ]
    return [
        build_sorting_heading(query, sort, key, label)
        if key == "name"
        else build_sorting_heading(
            query, sort, key, label, is_number=True, direction="descending"
        )
        for key, label in named
    ]


def format_overdue_finding(rows: list[SummaryRow], day: Any) -> str:
    """Return a sentence on where most courses are overdue: expired, or in grace."""
    on = date_format(day, "DATE_FORMAT")
    if not any(row.required for row in rows):
        return _("Nothing is required here on %(day)s") % {"day": on}
    told = [row for row in rows if not row.withheld & LATE]
    worst = max(told, key=_late, default=None)
    if worst is None:
        return _("Too few people to show where most courses are overdue on %(day)s") % {
            "day": on
        }
    late = _late(worst)
    if not late:
        if len(told) < len(rows):
            return _("Nothing is overdue on %(day)s where numbers are shown") % {
                "day": on
            }
        return _("Nothing is overdue on %(day)s") % {"day": on}
    words = ngettext(
        "%(place)s: %(count)d course is overdue on %(day)s (expired: %(expired)d, in "
        "grace period: %(grace)d)",
        "%(place)s: %(count)d courses are overdue on %(day)s (expired: %(expired)d, in "
        "grace period: %(grace)d)",
        late,
    )
    grace = worst.counts[StandingState.GRACE]
    return words % {
        "place": worst.label,
        "count": late,
        "expired": late - grace,
        "grace": grace,
        "day": on,
    }


def format_due_finding(rows: list[SummaryRow]) -> str:
    """Return a sentence on where most courses are due soon."""
    told = [row for row in rows if row.number(StandingState.DUE) is not None]
    worst = max(told, key=lambda row: row.counts[StandingState.DUE], default=None)
    if worst is None or not worst.counts[StandingState.DUE]:
        if len(told) < len(rows):
            return pgettext("chart", "Status of people by position")
        return _("Nothing is due soon in any position")
    words = ngettext(
        "%(post)s: %(count)d course is due soon",
        "%(post)s: %(count)d courses are due soon",
        worst.counts[StandingState.DUE],
    )
    return words % {"post": worst.label, "count": worst.counts[StandingState.DUE]}


def format_course_finding(rows: list[SummaryRow]) -> str:
    """Return a sentence on the course with the smallest share of valid holders."""
    told = [row for row in rows if row.valid_share is not None]
    worst = min(told, key=lambda row: row.valid_share or 0, default=None)
    if worst is None:
        return pgettext("chart", "Status of people by course")
    return _("%(course)s: valid for %(share)d%% of those who must hold it") % {
        "course": worst.label,
        "share": worst.valid_share,
    }


def list_absent_and_exempt(row: SummaryRow) -> list[tuple[str, int | None]]:
    """Return the numbers counted apart from the required ones: absent and exempt people."""
    return [
        (state.value, row.number(state)) for state in ASIDE if row.number(state) != 0
    ]


def _late(row: SummaryRow) -> int:
    return sum(row.counts[state] for state in LATE)
