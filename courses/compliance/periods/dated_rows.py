"""Rows of a history, with the days on which they change."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone

from courses.compliance.models import RuleException
from courses.models import Enrolment
from courses.records.models import Completion
from courses.validity import add_days
from elearning.staff.models import BitemporalModel


@dataclass
class DatedRow[Row: BitemporalModel]:
    """A dated row, with the last days known for it over time.

    ``told`` has pairs: the day from which another last day was known, and the previous
    one.
    """

    row: Row
    told: list[tuple[date, date | None]] = field(default_factory=list)
    seen_from: date = date.min
    ends_on: date | None = None

    def __post_init__(self) -> None:
        row = self.row
        self.seen_from = max(row.starts_on, row.known_on or self.seen_from)
        self.ends_on = row.ends_on

    def known(self, on: date) -> bool:
        """Return whether the row counts on ``on``; set its last day to that known then."""
        if self.told:
            before = (last for known_on, last in self.told if known_on > on)
            self.row.ends_on = next(before, self.ends_on)
        return self.seen_from <= on

    def days(self) -> Iterator[date]:
        """Yield the days on which the row changes."""
        yield self.seen_from
        for last in (self.ends_on, *(last for _known_on, last in self.told)):
            if last is not None:
                yield add_days(last, 1)
        for known_on, _last in self.told:
            yield known_on


@dataclass
class PeriodRow[Row]:
    """A row that counts from one day until the day before another one."""

    row: Row
    starts_on: date
    gone_on: date | None

    def known(self, on: date) -> bool:
        return self.starts_on <= on and (self.gone_on is None or on < self.gone_on)

    def days(self) -> Iterator[date]:
        yield self.starts_on
        if self.gone_on is not None:
            yield self.gone_on


@dataclass
class DatedRuleException(PeriodRow[RuleException]):
    """An exception from a rule, open until the day of the decision."""

    decided_on: date | None = None
    outcome: str = ""
    due_on: date | None = None

    def __post_init__(self) -> None:
        row = self.row
        self.decided_on = (
            timezone.localdate(row.resolved_at) if row.resolved_at else None
        )
        self.outcome, self.due_on = row.outcome, row.due_on

    def known(self, on: date) -> bool:
        """Return whether the row counts on ``on``; set its decision to that known then."""
        is_decided = self.decided_on is not None and self.decided_on <= on
        self.row.outcome = self.outcome if is_decided else ""
        self.row.due_on = self.due_on if is_decided else None
        return super().known(on)

    def days(self) -> Iterator[date]:
        yield self.starts_on
        if self.decided_on is not None:
            yield self.decided_on


def build_enrolment_period(enrolment: Enrolment) -> PeriodRow[Enrolment]:
    """Return the period in which ``enrolment`` is under way."""
    over = [at for at in (enrolment.completed_at, enrolment.ended_at) if at]
    until = min((timezone.localdate(at) for at in over), default=None)
    return PeriodRow(enrolment, timezone.localdate(enrolment.enrolled_at), until)


def find_end_day(row: Completion) -> date | None:
    """Return the day from which ``row`` no longer counts, if any."""
    days = []
    if hasattr(row, "withdrawal"):
        days.append(row.withdrawal.withdrawn_on)
    if hasattr(row, "superseded_by"):
        days.append(timezone.localdate(row.superseded_by.recorded_at))
    return min(days, default=None)
