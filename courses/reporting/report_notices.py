"""Notices about reports that are ready, failed or stopped; they contain no names."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from courses.reporting.models import ReportRun, SavedReport
from elearning.languages import get_current_language
from elearning.notices.notice_texts import NoticeText
from elearning.notices.notifications import notify_user, notify_users

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from elearning.accounts.models import User

READY, FAILED, STOPPED = "report-ready", "report-failed", "report-stopped"


def notify_report_ready(run: ReportRun, at: datetime) -> None:
    """Notify the owner of ``run`` that its file is ready."""
    context = {"key": str(run.key), "until": run.expires_at}
    notify_user(
        run.owner, READY, str(run.key), context=context, url=_address(run.key), at=at
    )


def notify_report_failed(run: ReportRun, at: datetime) -> None:
    """Notify the owner of ``run`` that it could not be made."""
    context = {"key": str(run.key)}
    notify_user(
        run.owner, FAILED, str(run.key), context=context, url=_address(run.key), at=at
    )


def notify_schedule_stopped(
    report: SavedReport, people: "QuerySet[User]", at: datetime
) -> None:
    """Notify ``people`` that a schedule has stopped because its owner has left."""
    context = {"name": report.name, "number": report.owner.staff_number}
    key = f"{report.pk}:{at:%Y-%m-%d}"
    notify_users(people, STOPPED, key, context=context, at=at)


def render_ready_notice(context: dict[str, Any]) -> NoticeText:
    """Return the notice for a finished report: its address, and how long it is kept."""
    until = parse_datetime(str(context["until"]))
    day = date_format(localtime(until), "DATETIME_FORMAT") if until else ""
    return NoticeText(
        _("Your report is ready"),
        _("It is kept until %(day)s and opens after you sign in: %(address)s")
        % {"day": day, "address": _whole_address(context["key"])},
    )


def render_failed_notice(context: dict[str, Any]) -> NoticeText:
    """Return the notice for a report that could not be made."""
    return NoticeText(
        _("Your report could not be prepared"),
        _("Sign in to see why: %(address)s")
        % {"address": _whole_address(context["key"])},
    )


def render_stopped_notice(context: dict[str, Any]) -> NoticeText:
    """Return the notice for a schedule whose owner has left the personnel office."""
    return NoticeText(
        _("The schedule of the report “%(name)s” has stopped")
        % {"name": context["name"]},
        _(
            "Its owner, %(number)s, no longer works in the personnel office. "
            "If you need the report, save it again in the compliance report."
        )
        % {"number": context["number"]},
    )


def _address(key: object) -> str:
    """Return the address of a file without its language, as stored in notices."""
    return f"/desk/reports/files/{key}/"


def _whole_address(key: object) -> str:
    return f"{settings.BASE_URL}/{get_current_language()}{_address(key)}"
