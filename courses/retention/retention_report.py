"""The retention report: upcoming, blocked and past removals."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from courses.reporting.spreadsheets import Cell, ReportSheet
from courses.retention import external_data, removal_obstacles, retention_sweeps
from courses.retention.models import RetentionRun
from courses.retention.retention_rules import RetentionRule

if TYPE_CHECKING:
    from elearning.accounts.models import User

#: Labels of parts counted beside the objects of a rule.
PARTS = {
    "answers": gettext_lazy("saved answers"),
    "words": gettext_lazy("free-text answers and comments"),
    "statements": gettext_lazy("statements in the record store"),
    "notes": gettext_lazy("lessons with answers"),
    "practice": gettext_lazy("practice answers"),
    "enquiries": gettext_lazy("questions to trainers"),
    "replies": gettext_lazy("answers from trainers"),
    "verifications": gettext_lazy("checks of certificates"),
}
_AT_ONCE = 2000


@dataclass(frozen=True)
class UpcomingRemoval:
    """A rule with the number of records now due, and the next due date."""

    rule: RetentionRule
    due: int
    next_on: datetime | None


def list_upcoming_removals(at: datetime) -> list[UpcomingRemoval]:
    """Return the rules carried out by the job, with their upcoming removals."""
    return [
        UpcomingRemoval(
            sweep.rule,
            sweep.due(sweep.rule.before(at), at),
            sweep.rule.due_on(oldest) if (oldest := sweep.oldest()) else None,
        )
        for sweep in retention_sweeps.list_retention_sweeps()
    ]


def count_blocked_attempts(at: datetime) -> list[tuple[str, int]]:
    """Return the number of attempts blocked from removal, by obstacle."""
    return removal_obstacles.count_obstacles(
        retention_sweeps.list_overdue_attempts(at), at
    )


def format_removed_parts(details: dict[str, int]) -> str:
    """Return in words what was removed with something: “saved answers: 12”."""
    words = PARTS | {
        kept.name: kept.rule.name for kept in external_data.list_external_records()
    }
    return ", ".join(
        f"{words[name]}: {number}"
        for name, number in details.items()
        if name in words and number
    )


def build_removal_sheet(*, by: "User", purpose: str) -> ReportSheet:
    """Return all removals, run by run; nobody is named."""
    return ReportSheet(
        title=_("Removed at the end of the retention period"),
        head=[
            (_("Exported by"), by.staff_number),
            (_("Purpose"), purpose),
            (_("Exported at"), _moment(timezone.now())),
        ],
        columns=[
            _("When"),
            pgettext("records", "Records"),
            _("Dated before"),
            _("How many"),
            _("Also removed"),
        ],
        rows=_rows(),
    )


def _rows() -> Iterator[list[Cell]]:
    for run in RetentionRun.objects.order_by("pk").iterator(_AT_ONCE):
        yield [
            _moment(run.at),
            str(retention_sweeps.get_retention_rule(run.rule).name),
            timezone.localdate(run.before),
            run.number,
            format_removed_parts(run.details),
        ]


def _moment(at: datetime) -> str:
    return date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT")
