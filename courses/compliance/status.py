"""Standings of people with courses, computed from facts for any day.

No state such as “valid” or “expired” is stored as a fact (architecture 3); the rules
are A.4 and A.5 of the curriculum. Training informs and never punishes: nothing here
ranks people (R12, R17).
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from courses.compliance.course_demands import (
    CourseDemand,
    CoursePasses,
    compute_first_due_date,
    find_asked_since,
    find_strictest_demand,
)
from courses.compliance.deadlines import postpone_past_pauses
from courses.compliance.models import Exemption, Requirement, RuleException
from courses.compliance.standing_facts import (
    PersonFacts,
    StandingFacts,
    load_standing_facts,
)
from courses.models import Course, Enrolment
from courses.records.models import Completion
from courses.validity import add_days
from elearning.staff.models import Appointment, StaffMember

#: The days for an assignment without a rule.
WINDOW_DAYS = 60
GRACE_DAYS = 14
#: Days after the last valid one until a course has lapsed (curriculum R4).
LAPSES_AFTER_DAYS = 180


class StandingState(StrEnum):
    """The states, with the names used on every screen; those that need action come first."""

    LAPSED = "lapsed"
    EXPIRED = "expired"
    GRACE = "grace"
    UPDATE_DUE = "update-due"
    DUE = "due"
    NOT_STARTED = "not-started"
    IN_PROGRESS = "in-progress"
    VALID = "valid"
    PAUSED = "paused"
    WAIVED = "waived"
    NOT_REQUIRED = "not-required"


#: States that need action.
NEEDS_ACTION = (
    StandingState.LAPSED,
    StandingState.EXPIRED,
    StandingState.GRACE,
    StandingState.UPDATE_DUE,
    StandingState.DUE,
)
#: States of people who are away or exempt.
EXCUSED = (StandingState.PAUSED, StandingState.WAIVED)
#: States in which no renewal is required.
ASKS_NOTHING = (*EXCUSED, StandingState.NOT_REQUIRED)
ORDER = {state: place for place, state in enumerate(StandingState)}


@dataclass(frozen=True)
class CourseStanding:
    """The standing of one person with one course on one day.

    ``due_on`` is the last day on which everything is in order, ``expires_on`` the last
    day of the pass held; the two differ after an absence or a change of post.
    ``update_due_on`` is set if a text that the pass rests on has changed (curriculum
    R8), with the minutes of the update; ``renewal_due_on`` is ``due_on`` without the
    update. ``asked_since`` is the day since which rules require the course without a
    break, and ``first_due_on`` the day by which it had to be held for the first time.
    While an ``exception`` from the rule is undecided, the clock stands still.
    ``certified_until`` is the last day of the certificates, whatever the post requires,
    and ``refresher`` the standing with the refresher under way that renews the course
    (``renewals.merge_refreshers``).
    """

    person: StaffMember
    course: Course
    state: StandingState
    on: date
    appointment: Appointment | None = None
    requirement: Requirement | None = None
    completion: Completion | None = None
    enrolment: Enrolment | None = None
    exemption: Exemption | None = None
    exception: RuleException | None = None
    due_on: date | None = None
    expires_on: date | None = None
    renewal_due_on: date | None = None
    asked_since: date | None = None
    first_due_on: date | None = None
    certified_until: date | None = None
    refresher: "CourseStanding | None" = None
    update_due_on: date | None = None
    update_minutes: int = 0

    @property
    def days(self) -> int | None:
        """Days until ``due_on``; negative once it has passed."""
        return (self.due_on - self.on).days if self.due_on else None

    @property
    def grace_until(self) -> date | None:
        if self.due_on is None:
            return None
        days = self.requirement.grace_days if self.requirement else GRACE_DAYS
        return add_days(self.due_on, days)

    @property
    def is_required(self) -> bool:
        """Whether a rule requires the course: what every total counts (curriculum R17)."""
        return self.requirement is not None

    @property
    def taken(self) -> Course:
        """The course to take: the refresher, if one is under way."""
        return self.refresher.course if self.refresher else self.course

    @property
    def renew_by(self) -> date | None:
        """The day by which the post requires renewal, if the certificate lasts longer."""
        due, until = self.renewal_due_on, self.certified_until
        if not self.is_required or self.state in ASKS_NOTHING:
            return None
        return due if due is not None and until is not None and due < until else None

    @property
    def is_certified(self) -> bool:
        """Whether a certificate is valid on the day, whatever the post requires."""
        return self.certified_until is not None and self.certified_until >= self.on

    @property
    def is_held(self) -> bool:
        """Whether the course is held on the day, by the rule of the post."""
        if self.update_due_on is not None and self.update_due_on < self.on:
            return False
        return self.expires_on is not None and self.expires_on >= self.on

    @property
    def has_lapsed(self) -> bool:
        """Whether the pass ended so long ago that the whole course is required again (R5)."""
        until = self.expires_on
        return until is not None and self.on > add_days(until, LAPSES_AFTER_DAYS)

    @property
    def waits_for_update(self) -> bool:
        """Whether an update of the certificate is required: not while away or exempt."""
        return self.update_due_on is not None and self.state not in EXCUSED

    @property
    def waits_for_decision(self) -> bool:
        """Whether the rule gives an impossible day, and nobody has decided yet."""
        exception = self.exception
        return exception is not None and exception.is_open and not self.is_held

    @property
    def without_update(self) -> "CourseStanding":
        """The standing without any update: whether the course itself is due."""
        if self.update_due_on is None or self.due_on is None:
            return self
        plain = replace(self, due_on=self.renewal_due_on, update_due_on=None)
        return _judged(plain, is_away=False)

    @property
    def needs_action(self) -> bool:
        return self.state in NEEDS_ACTION

    @property
    def urgency(self) -> tuple[int, date]:
        return ORDER[self.state], self.due_on or date.max


def list_standings(staff: Any, *, on: date) -> list[CourseStanding]:
    """Return the standings of the people of ``staff``, most urgent first.

    ``staff`` is a queryset of ``StaffMember``; the number of queries does not depend on
    its size. Each person has one standing for each course that is required, assigned or
    passed; if several posts require a course, the strictest rule counts.
    """
    return compute_standings(load_standing_facts(staff, on), on)


def compute_standings(facts: StandingFacts, on: date) -> list[CourseStanding]:
    """Return the same as ``list_standings``, from ``facts`` already loaded."""
    found = [
        standing
        for person in facts.people
        for standing in _of_person(person, facts, on)
    ]
    return sorted(
        found, key=lambda item: (*item.urgency, item.course.code, item.person.pk)
    )


def _of_person(
    person: StaffMember, facts: StandingFacts, on: date
) -> Iterable[CourseStanding]:
    known = facts.of[person.pk]
    demands: dict[int, list[CourseDemand]] = defaultdict(list)
    courses: dict[int, Course] = {}
    for appointment in known.appointments:
        for requirement in facts.asked_of(appointment):
            demand = CourseDemand(requirement, appointment)
            starts, ends = demand.span
            if ends is None or starts <= ends:
                demands[requirement.course_id].append(demand)
                courses[requirement.course_id] = requirement.course
    courses |= {row.course_id: row.course for row in known.completions}
    courses |= {row.course_id: row.course for row in known.enrolments}
    for pk, course in courses.items():
        standing = _of_course(person, course, demands[pk], known, on)
        if standing is not None:
            yield standing


def _of_course(
    person: StaffMember,
    course: Course,
    demands: list[CourseDemand],
    known: PersonFacts,
    on: date,
) -> CourseStanding | None:
    excepted = {row.requirement_id: row for row in known.exceptions}
    waiting = {pk for pk, row in excepted.items() if row.is_open}
    demand = find_strictest_demand(demands, waiting, on)
    held = CoursePasses(course, known, demand)
    enrolment = next(
        (row for row in known.enrolments if row.course_id == course.pk), None
    )
    exemptions = [
        row for row in known.exemptions if row.course_id == course.pk and row.has_days
    ]
    exemption = next((row for row in exemptions if row.holds_on(on)), None)
    pauses = [
        (row.starts_on, row.ends_on)
        for row in (*known.absences, *exemptions)
        if row.ends_on is not None and row.ends_on < on
    ]
    due = enrolment.due if enrolment else None
    exception = since = first = None
    if demand is not None:
        exception = excepted.get(demand.requirement.pk)
        since = find_asked_since(demand, demands, on)
        given = exception.due_on if exception else None
        first = postpone_past_pauses(
            given or compute_first_due_date(demand, since, known), pauses
        )
        until = held.expires_on
        due = max(first, postpone_past_pauses(until, pauses)) if until else first
    elif due is None and not held.rows and exemption is None:
        return None
    update = held.update_until
    update = postpone_past_pauses(update, pauses) if update else None
    standing = CourseStanding(
        person=person,
        course=course,
        state=StandingState.NOT_REQUIRED,
        on=on,
        appointment=demand.appointment if demand else _main(known, on),
        requirement=demand.requirement if demand else None,
        completion=held.newest,
        enrolment=enrolment,
        exemption=exemption,
        exception=exception,
        due_on=min(due, update) if due and update else due,
        expires_on=held.expires_on,
        renewal_due_on=due,
        asked_since=since,
        first_due_on=first,
        certified_until=held.certified_until,
        update_due_on=update,
        update_minutes=held.update_minutes if update else 0,
    )
    return _judged(standing, is_away=any(row.holds_on(on) for row in known.absences))


def _judged(standing: CourseStanding, *, is_away: bool) -> CourseStanding:
    """Return ``standing`` with the state that follows from its facts."""
    if standing.days is None:
        return standing
    if standing.exemption is not None:
        return replace(standing, state=StandingState.WAIVED, due_on=None)
    if is_away or standing.waits_for_decision:
        return replace(standing, state=StandingState.PAUSED, due_on=None)
    return replace(standing, state=_state(standing, standing.days))


def _state(standing: CourseStanding, days: int) -> StandingState:
    rule = standing.requirement
    if standing.update_due_on is not None:
        if standing.update_due_on < standing.on:
            return (
                StandingState.EXPIRED
            )  # the day after, without days of grace (curriculum R8)
        if days >= 0:
            is_first = standing.update_due_on == standing.due_on
            return StandingState.UPDATE_DUE if is_first else StandingState.DUE
    if days < 0:
        return _late(standing, -days)
    if days <= (rule.window_days if rule else WINDOW_DAYS):
        return StandingState.DUE
    if standing.is_held:
        return StandingState.VALID
    enrolment = standing.enrolment
    started = enrolment is not None and enrolment.was_started(standing.on)
    return StandingState.IN_PROGRESS if started else StandingState.NOT_STARTED


def _late(standing: CourseStanding, days: int) -> StandingState:
    rule = standing.requirement
    if days <= (rule.grace_days if rule else GRACE_DAYS):
        return StandingState.GRACE
    return StandingState.LAPSED if standing.has_lapsed else StandingState.EXPIRED


def _main(known: PersonFacts, on: date) -> Appointment | None:
    held = [row for row in known.appointments if row.holds_on(on)]
    return min(held, key=lambda row: row.starts_on, default=None)
