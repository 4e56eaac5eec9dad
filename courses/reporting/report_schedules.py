"""Schedules of reports: each due report is ordered once; schedules without an owner stop."""

import calendar
from datetime import date, datetime, timedelta

from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from django.utils import timezone

from courses.reporting import report_notices
from courses.reporting.models import ReportRun, SavedReport
from elearning.accounts.roles import Role
from elearning.audit import audit_log
from elearning.staff.models import PERSONNEL_ROLES, Establishment

#: Roles to notify when a schedule stops because its owner has left.
_TOLD = (Role.ADMINISTRATOR, Role.MINISTRY_HR)


def order_due_reports(at: datetime) -> int:
    """Order the scheduled reports that are due; return their number.

    Each is ordered once for its day, and is as of that day. After missed days, only the
    last one is made up for. A schedule stops if its owner has left the personnel
    office.
    """
    on = timezone.localdate(at)
    reports = SavedReport.objects.scheduled().select_related("owner")
    return sum([_order(report, on, at) for report in reports.order_by("pk")])


def compute_last_due(every: str, day: int, on: date) -> date:
    """Return the last day, up to ``on``, on which a report is due.

    ``day`` is a weekday (Monday is 1) or a day of the month; in a month without it, the
    last day counts.
    """
    if every == SavedReport.Every.WEEK:
        return on - timedelta(days=(on.isoweekday() - day) % 7)
    this = _in_month(on, day)
    if this <= on:
        return this
    return _in_month(on.replace(day=1) - timedelta(days=1), day)


def compute_next_due(every: str, day: int, on: date) -> date:
    """Return the first day after ``on`` on which a report is due."""
    if every == SavedReport.Every.WEEK:
        return compute_last_due(every, day, on) + timedelta(days=7)
    this = _in_month(on, day)
    if this > on:
        return this
    return _in_month(on.replace(day=1) + timedelta(days=31), day)


def _in_month(on: date, day: int) -> date:
    return on.replace(day=min(day, calendar.monthrange(on.year, on.month)[1]))


def _order(report: SavedReport, on: date, at: datetime) -> int:
    assert report.day is not None and report.scheduled_on is not None  # noqa: PT018, S101 — schedules have both
    due = compute_last_due(report.every, report.day, on)
    if due < report.scheduled_on or report.runs.filter(due_on=due).exists():
        return 0
    if not _is_in_office(report):
        _stop(report, at)
        return 0
    try:
        with transaction.atomic():
            run = ReportRun.objects.create(
                report=report,
                due_on=due,
                on=due,
                owner=report.owner,
                ordered_at=at,
                **report.facts(),
            )
            audit_log.record_action(
                "reporting.ordered",
                by=None,
                on=run,
                reason=report.purpose,
                content=report.content,
                report=report.pk,
            )
    except IntegrityError:  # another worker was faster
        return 0
    return 1


def _is_in_office(report: SavedReport) -> bool:
    owner = report.owner
    is_officer = owner.is_active and owner.has_role(*PERSONNEL_ROLES)
    return is_officer and Establishment.objects.visible_to(owner).exists()


def _stop(report: SavedReport, at: datetime) -> None:
    """Stop the schedule of an owner who has left, and notify those who may take it over."""
    with transaction.atomic():
        report.every, report.day = SavedReport.Every.NEVER, None
        report.save(update_fields=["every", "day"])
        audit_log.record_action(
            "reporting.stopped", by=None, on=report, owner=report.owner_id
        )
        people = get_user_model().objects.filter(is_active=True)
        people = people.filter(groups__name__in=_TOLD)
        report_notices.notify_schedule_stopped(report, people, at)
