"""Saved reports, made on request or by a schedule."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.reporting.errors import ReportError
from courses.reporting.models import ReportRun, SavedReport
from courses.reporting.report_runs import order_report
from elearning.audit import audit_log
from elearning.languages import get_current_language

if TYPE_CHECKING:
    from elearning.accounts.models import User

Every, Way = SavedReport.Every, SavedReport.Way


def save_report(query: str, *, by: "User", **facts: Any) -> SavedReport:
    """Save the report of ``query`` for ``by``; ``facts`` are the fields the user may choose.

    Raises ``ReportError`` for an impossible schedule.
    """
    report = SavedReport(owner=by, query=query, created_at=timezone.now())
    return _keep(report, "reporting.saved", facts, by=by)


def change_report(report: SavedReport, *, by: "User", **facts: Any) -> SavedReport:
    """Change the content or schedule of a report; files made before do not change.

    Raises ``ReportError`` for an impossible schedule.
    """
    return _keep(report, "reporting.changed", facts, by=by)


def stop_schedule(report: SavedReport, *, by: "User") -> None:
    """End the schedule of a report; the report and its files are kept."""
    with transaction.atomic():
        report.every, report.day = Every.NEVER, None
        report.save(update_fields=["every", "day"])
        audit_log.record_action("reporting.stopped", by=by, on=report)


def remove_report(report: SavedReport, *, by: "User") -> None:
    """Remove a report with its schedule; its files are kept until they expire.

    Removing it twice is harmless.
    """
    with transaction.atomic():
        mine = SavedReport.objects.filter(pk=report.pk, removed_at=None)
        if mine.update(every=Every.NEVER, day=None, removed_at=timezone.now()):
            audit_log.record_action(
                "reporting.removed", by=by, on=report, reason=report.purpose
            )


def order_saved_report(report: SavedReport, *, by: "User") -> ReportRun:
    """Order a saved report as of today."""
    facts = {key: getattr(report, key) for key in ("content", "kind", "purpose")}
    today = timezone.localdate()
    return order_report(report.query, today, by=by, report=report, **facts)


def _keep(
    report: SavedReport, action: str, facts: dict[str, Any], *, by: "User"
) -> SavedReport:
    was = (report.every, report.day)
    for name, value in facts.items():
        setattr(report, name, value)
    _look_at(report)
    report.language = get_current_language()
    if (report.every, report.day) != was:
        report.scheduled_on = timezone.localdate() if report.every else None
    with transaction.atomic():
        report.save()
        audit_log.record_action(
            action,
            by=by,
            on=report,
            reason=report.purpose,
            content=report.content,
            kind=report.kind,
            every=report.every,
            day=report.day,
            way=report.way,
        )
    return report


def _look_at(report: SavedReport) -> None:
    """Raise ``ReportError`` for an impossible schedule; without a schedule, clear the day."""
    if not report.every:
        report.day = None
        return
    last = 7 if report.every == Every.WEEK else 31
    if report.day is None or not 1 <= report.day <= last:
        raise ReportError(_("Choose the day on which to prepare the report."))
    if report.way == Way.FOLDER and not settings.REPORTS_FOLDER:
        raise ReportError(
            _(
                "There is no folder for reports. Choose the link, or ask whoever looks after "
                "the server to set one up."
            )
        )
