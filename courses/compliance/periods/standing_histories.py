"""All records of some people, from which the facts of any day are derived.

``load_standing_facts`` queries what was known on one day. Here, all days are loaded at
once, and the days of changes are listed, so that the days between need no look.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import timezone

from courses.compliance.models import Exemption, Requirement, RuleException
from courses.compliance.periods.dated_rows import (
    DatedRow,
    DatedRuleException,
    PeriodRow,
    build_enrolment_period,
    find_end_day,
)
from courses.compliance.periods.historical_places import HistoricalPlaces
from courses.compliance.standing_facts import PersonFacts, StandingFacts
from courses.models import Course, Enrolment
from courses.records.models import Completion
from courses.updates.models import UpdateDemand, UpdateDone
from courses.updates.update_status import match_open_updates
from elearning.staff.models import (
    Absence,
    Amendment,
    Appointment,
    BitemporalModel,
    Post,
    StaffMember,
)


@dataclass
class CourseHistory:
    """The records about one person and one course."""

    course: Course
    requirements: list[DatedRow[Requirement]] = field(default_factory=list)
    exemptions: list[DatedRow[Exemption]] = field(default_factory=list)
    exceptions: list[DatedRuleException] = field(default_factory=list)
    completions: list[PeriodRow[Completion]] = field(default_factory=list)
    enrolments: list[PeriodRow[Enrolment]] = field(default_factory=list)
    done: list[UpdateDone] = field(default_factory=list)


@dataclass
class PersonHistory:
    """The records about one person: those for all courses, and those by course."""

    person: StaffMember
    appointments: list[DatedRow[Appointment]] = field(default_factory=list)
    absences: list[DatedRow[Absence]] = field(default_factory=list)
    courses: dict[int, CourseHistory] = field(default_factory=dict)

    def about(self, course: Course) -> CourseHistory:
        """Return the records about ``course``, created on the first call."""
        return self.courses.setdefault(course.pk, CourseHistory(course))


class StandingHistories:
    """The records of some people; the number of queries does not depend on their number.

    ``first`` has, by id of the person, the first day that will be requested.
    """

    def __init__(self, first: Mapping[int, date]) -> None:
        self.first, self.keys = first, list(first)
        self.since = min(first.values())
        people = StaffMember.objects.filter(pk__in=self.keys).order_by("pk")
        self.people = {one.pk: PersonHistory(one) for one in people}
        self.courses = Course.objects.in_bulk()
        self.places = HistoricalPlaces(self.since)
        self.demands: dict[int, list[UpdateDemand]] = defaultdict(list)
        self._read_service()
        self._read_rules()
        self._read_learning()

    def facts(self, of: PersonHistory, about: CourseHistory, on: date) -> StandingFacts:
        """Return what was known of one person and one course at the end of ``on``."""
        self.places.put_back(on)
        completions = [one.row for one in about.completions if one.known(on)]
        known = PersonFacts(
            appointments=[one.row for one in of.appointments if one.known(on)],
            absences=[one.row for one in of.absences if one.known(on)],
            exemptions=[one.row for one in about.exemptions if one.known(on)],
            exceptions=[one.row for one in about.exceptions if one.known(on)],
            completions=completions,
            enrolments=[one.row for one in about.enrolments if one.known(on)],
        )
        if completions and self.demands:
            known.updates = self._updates(about, completions, on)
        rules = [one.row for one in about.requirements if one.known(on)]
        return StandingFacts(
            [of.person], rules, defaultdict(PersonFacts, {of.person.pk: known})
        )

    def days(self, of: PersonHistory, about: CourseHistory) -> set[date]:
        """Return the days on which something changes for the person and course."""
        dated: list[DatedRow[Any] | PeriodRow[Any]] = [
            *of.appointments,
            *of.absences,
            *about.requirements,
            *about.exemptions,
            *about.exceptions,
            *about.completions,
            *about.enrolments,
        ]
        days = {day for one in dated for day in one.days()}
        days |= {one.done_on for one in about.done}
        if self.demands:
            for one in about.completions:
                rests_on = self.demands.get(one.row.edition_id or 0, ())
                days |= {demand.starts_on for demand in rests_on}
        started = (one.row.started_at for one in about.enrolments)
        days |= {timezone.localdate(at) for at in started if at is not None}
        return days | self.places.days

    def _updates(
        self, about: CourseHistory, completions: list[Completion], on: date
    ) -> dict[int, Any]:
        demands = {
            edition: [one for one in made if one.starts_on <= on]
            for edition in {row.edition_id or 0 for row in completions}
            if (made := self.demands.get(edition))
        }
        done = {
            (row.learner_id, row.course_id, row.mark)
            for row in about.done
            if row.done_on <= on
        }
        return match_open_updates(completions, demands, done)

    def _read_service(self) -> None:
        among = {"staff_member__in": self.keys}
        appointments = list(Appointment.objects.filter(**among).order_by("pk"))
        for appointment in self._dated(Appointment, appointments):
            row = appointment.row
            row.establishment = self.places.at[row.establishment_id]
            row.post = self.places.posts[row.post_id]
            self.people[row.staff_member_id].appointments.append(appointment)
        absences = list(Absence.objects.filter(**among).order_by("pk"))
        for absence in self._dated(Absence, absences):
            self.people[absence.row.staff_member_id].absences.append(absence)

    def _read_rules(self) -> None:
        rules = Requirement.objects.select_related("post", "category").order_by("pk")
        by_post: dict[int, list[DatedRow[Requirement]]] = {}
        found = self._dated(Requirement, list(rules))
        course_of = {rule.row.pk: rule.row.course_id for rule in found}
        for rule in found:
            row = rule.row
            row.course = self.courses[row.course_id]
            if row.establishment_id is not None:
                row.establishment = self.places.at[row.establishment_id]
        for of in self.people.values():
            posts = {one.row.post.pk: one.row.post for one in of.appointments}
            for pk, post in posts.items():
                if pk not in by_post:
                    by_post[pk] = [one for one in found if self._meant(one.row, post)]
            asked = {one.row.pk: one for pk in posts for one in by_post[pk]}
            for pk in sorted(asked):
                of.about(asked[pk].row.course).requirements.append(asked[pk])
        excepted = RuleException.objects.filter(learner__in=self.keys)
        for one in excepted.order_by("pk"):
            about = self.people[one.learner_id].about(
                self.courses[course_of[one.requirement_id]]
            )
            about.exceptions.append(
                DatedRuleException(one, timezone.localdate(one.found_at), None)
            )

    def _meant(self, rule: Requirement, post: Post) -> bool:
        """Return whether ``rule`` covered ``post`` on any of the days."""
        if rule.category_id is None:
            return rule.covers_post(post)
        return rule.category_id in self.places.categories_of(post)

    def _read_learning(self) -> None:
        among = {"learner__in": self.keys}
        completions = Completion.objects.filter(**among)
        editions = set()
        for row in completions.select_related("withdrawal", "superseded_by"):
            row.course = self.courses[row.course_id]
            seen = max(row.passed_on, timezone.localdate(row.recorded_at))
            spell = PeriodRow(row, seen, find_end_day(row))
            self.people[row.learner_id].about(row.course).completions.append(spell)
            editions.add(row.edition_id)
        enrolments = Enrolment.objects.filter(**among).order_by("pk")
        for enrolment in enrolments:
            enrolment.course = self.courses[enrolment.course_id]
            about = self.people[enrolment.learner_id].about(enrolment.course)
            about.enrolments.append(build_enrolment_period(enrolment))
        exemptions = Exemption.objects.filter(staff_member__in=self.keys).order_by("pk")
        for exemption in self._dated(Exemption, list(exemptions)):
            person = self.people[exemption.row.staff_member_id]
            exemption.seen_from = max(
                exemption.seen_from, timezone.localdate(exemption.row.granted_at)
            )
            if exemption.row.course_id in person.courses:  # else there is no standing
                person.courses[exemption.row.course_id].exemptions.append(exemption)
        self._read_updates(editions - {None})

    def _read_updates(self, editions: set[int | None]) -> None:
        if not editions:
            return
        for demand in UpdateDemand.objects.filter(edition__in=editions):
            self.demands[demand.edition_id].append(demand)
        if self.demands:
            for done in UpdateDone.objects.filter(learner__in=self.keys):
                courses = self.people[done.learner_id].courses
                if done.course_id in courses:
                    courses[done.course_id].done.append(done)

    def _dated[Row: BitemporalModel](
        self, model: type[Row], rows: list[Row]
    ) -> list[DatedRow[Row]]:
        """Return ``rows`` with the last days known for them over time."""
        told: dict[int, list[tuple[date, date | None]]] = defaultdict(list)
        if self.since < timezone.localdate():
            label = model._meta.label_lower
            made = Amendment.objects.filter(
                subject=label, row__in=[row.pk for row in rows], known_on__gt=self.since
            )
            for amendment in made.order_by("pk"):
                told[amendment.row].append((amendment.known_on, amendment.before))
        return [DatedRow(row, told.get(row.pk, [])) for row in rows]
