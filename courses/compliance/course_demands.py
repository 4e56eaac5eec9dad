"""Course requirements of appointments, their due dates, and the validity of passes."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from courses.compliance.deadlines import (
    TRANSFER_DAYS,
    Span,
    compute_last_valid_day,
    find_unbroken_start,
)
from courses.compliance.models import Requirement
from courses.compliance.standing_facts import PersonFacts
from courses.models import Course
from courses.records.models import Completion
from courses.updates.update_demands import MOST_MINUTES
from courses.updates.update_status import OpenUpdate, find_first_due_date
from elearning.staff.models import Appointment


@dataclass(frozen=True)
class CourseDemand:
    """A requirement of a course that applies to an appointment."""

    requirement: Requirement
    appointment: Appointment

    @property
    def span(self) -> Span:
        ends = [
            row.ends_on
            for row in (self.requirement, self.appointment)
            if row.ends_on is not None
        ]
        starts = max(self.requirement.starts_on, self.appointment.starts_on)
        return starts, min(ends, default=None)

    def holds(self, on: date) -> bool:
        return self.requirement.holds_on(on) and self.appointment.holds_on(on)


def find_strictest_demand(
    demands: Sequence[CourseDemand], waiting: Collection[int], on: date
) -> CourseDemand | None:
    """Return the strictest demand on ``on``; rules ``waiting`` for a decision come last."""
    return min(
        (demand for demand in demands if demand.holds(on)),
        key=lambda demand: (
            demand.requirement.pk in waiting,
            demand.requirement.months,
            demand.requirement.first_due_days,
            demand.appointment.pk,
        ),
        default=None,
    )


def find_asked_since(
    strictest: CourseDemand, demands: Sequence[CourseDemand], on: date
) -> date:
    """Return since when rules at least as strict have applied without a break."""
    months = strictest.requirement.months
    alike = [d.span for d in demands if d.requirement.months <= months]
    return find_unbroken_start(alike, on) or strictest.span[0]


def compute_first_due_date(
    strictest: CourseDemand, since: date, known: PersonFacts
) -> date:
    """Return the day by which a course is first due (curriculum R11)."""
    rule = strictest.requirement
    served = any(row.starts_on < since for row in known.appointments)
    days = max(TRANSFER_DAYS, rule.first_due_days) if served else rule.first_due_days
    return since + timedelta(days=days)


@dataclass(frozen=True)
class CoursePasses:
    """The passes of one person in a course, and their validity under ``demand``."""

    course: Course
    known: PersonFacts
    demand: CourseDemand | None

    @cached_property
    def rows(self) -> list[Completion]:
        passes = self.known.completions
        return [row for row in passes if row.course_id == self.course.pk]

    @property
    def newest(self) -> Completion | None:
        return max(self.rows, key=lambda row: row.passed_on, default=None)

    @cached_property
    def expires_on(self) -> date | None:
        """The last valid day of the passes, under a stricter rule of the post if any."""
        return self._last_day(self.demand, {})

    @property
    def certified_until(self) -> date | None:
        """The last valid day of the certificates, regardless of the post."""
        return self._last_day(None, {})

    @property
    def update_until(self) -> date | None:
        """The day by which the passes must be updated.

        ``None`` if another pass is valid just as long without an update.
        """
        until, whole = self._last_day(self.demand, self.known.updates), self.expires_on
        return until if until and whole and until < whole else None

    @property
    def update_minutes(self) -> int:
        updates = self.known.updates.get(self.newest.pk, ()) if self.newest else ()
        return min(MOST_MINUTES, sum(one.demand.minutes for one in updates))

    def _last_day(
        self, demand: CourseDemand | None, updates: Mapping[int, Sequence[OpenUpdate]]
    ) -> date | None:
        """Return the last valid day under ``demand``; ``updates`` end a pass when due."""
        pairs = [
            (
                row.passed_on,
                min(
                    row.expires_on,
                    find_first_due_date(updates.get(row.pk, ())) or date.max,
                ),
            )
            for row in self.rows
        ]
        if demand is None:
            return max((until for _passed_on, until in pairs), default=None)
        rule = demand.requirement
        months = min(rule.months, self.course.validity_months)
        return compute_last_valid_day(pairs, months, rule.counting)
