"""Reports and their files as rows of a list."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Max
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from courses.desk.kit.list_page import Tab, build_tabs
from courses.reporting import report_schedules
from courses.reporting.models import ReportRun, SavedReport

_State = ReportRun.State
#: The state of the interface for each state of a file.
_LOOKS = {
    _State.WAITING: "awaiting",
    _State.RUNNING: "in-progress",
    _State.DONE: "completed",
    _State.FAILED: "missing",
    _State.REMOVED: "not-required",
}


@dataclass(frozen=True)
class ReportFileRow:
    """A file and its state at a moment."""

    run: ReportRun
    at: datetime

    @property
    def is_ready(self) -> bool:
        return self.run.can_be_taken(self.at)

    @property
    def is_open(self) -> bool:
        return self.run.state in ReportRun.OPEN

    @property
    def state(self) -> ReportRun.State:
        """Return the state; a file whose time has run out counts as removed."""
        state = _State(self.run.state)
        return _State.REMOVED if state == _State.DONE and not self.is_ready else state

    @property
    def look(self) -> str:
        return _LOOKS[self.state]


@dataclass(frozen=True)
class SavedReportRow:
    """A saved report with its newest file, at a moment."""

    report: SavedReport
    newest: ReportFileRow | None
    at: datetime

    @property
    def schedule(self) -> str:
        """Return the schedule in words."""
        report = self.report
        if report.every == SavedReport.Every.WEEK and report.day:
            weekday = WEEKDAYS[report.day - 1]
            return _("Every week: %(weekday)s") % {"weekday": weekday}
        if report.every == SavedReport.Every.MONTH:
            return _("Every month, day %(day)s") % {"day": report.day}
        return str(SavedReport.Every.NEVER.label)

    @property
    def next_on(self) -> date | None:
        """Return the next scheduled day, or ``None`` without a schedule."""
        report, today = self.report, timezone.localdate(self.at)
        if not report.every or report.day is None:
            return None
        return report_schedules.compute_next_due(report.every, report.day, today)


def list_saved_report_rows(
    reports: Iterable[SavedReport], at: datetime
) -> list[SavedReportRow]:
    """Return ``reports`` as rows, with one query for their files."""
    reports = list(reports)
    keys = [one["newest"] for one in _newest(reports)]
    runs = ReportRun.objects.in_bulk(keys)
    files = {run.report_id: ReportFileRow(run, at) for run in runs.values()}
    return [SavedReportRow(report, files.get(report.pk), at) for report in reports]


def _newest(reports: list[SavedReport]) -> Any:
    made = ReportRun.objects.filter(report__in=reports).order_by()
    return made.values("report").annotate(newest=Max("pk"))


def build_report_tabs(part: str) -> list[Tab]:
    """Return the tabs of the reports’ pages, with ``part`` open."""
    parts = (("list", _("Saved reports")), ("files", _("Report files")))
    return build_tabs("reports", parts, part)
