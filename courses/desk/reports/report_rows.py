"""Reports and their files as lines of a list."""

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
#: Which state of the interface has the shape of a file's.
_LOOKS = {
    _State.WAITING: "awaiting",
    _State.RUNNING: "in-progress",
    _State.DONE: "completed",
    _State.FAILED: "missing",
    _State.REMOVED: "not-required",
}


@dataclass(frozen=True)
class ReportFileRow:
    """A file as it stands at a moment."""

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
        """How far it is; a file whose time has run out counts as removed."""
        state = _State(self.run.state)
        return _State.REMOVED if state == _State.DONE and not self.is_ready else state

    @property
    def look(self) -> str:
        return _LOOKS[self.state]


@dataclass(frozen=True)
class SavedReportRow:
    """A report that is kept, with its newest file, as it stands at a moment."""

    report: SavedReport
    newest: ReportFileRow | None
    at: datetime

    @property
    def schedule(self) -> str:
        """When it is made by itself, in words."""
        report = self.report
        if report.every == SavedReport.Every.WEEK and report.day:
            weekday = WEEKDAYS[report.day - 1]
            return _("Every week: %(weekday)s") % {"weekday": weekday}
        if report.every == SavedReport.Every.MONTH:
            return _("Every month, day %(day)s") % {"day": report.day}
        return str(SavedReport.Every.NEVER.label)

    @property
    def next_on(self) -> date | None:
        """The next day on which it is made by itself."""
        report, today = self.report, timezone.localdate(self.at)
        if not report.every or report.day is None:
            return None
        return report_schedules.compute_next_due(report.every, report.day, today)


def list_saved_report_rows(
    reports: Iterable[SavedReport], at: datetime
) -> list[SavedReportRow]:
    """Return ``reports`` as lines, in one query for their files."""
    reports = list(reports)
    keys = [one["newest"] for one in _newest(reports)]
    runs = ReportRun.objects.in_bulk(keys)
    files = {run.report_id: ReportFileRow(run, at) for run in runs.values()}
    return [SavedReportRow(report, files.get(report.pk), at) for report in reports]


def _newest(reports: list[SavedReport]) -> Any:
    made = ReportRun.objects.filter(report__in=reports).order_by()
    return made.values("report").annotate(newest=Max("pk"))


def build_report_tabs(part: str) -> list[Tab]:
    """Return the parts of this desk, as tabs on each of its pages, with ``part`` open."""
    parts = (("list", _("Saved reports")), ("files", _("Report files")))
    return build_tabs("reports", parts, part)
