"""A report of a day says for ever what it said on that day (facts are replayed)."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from courses.compliance.errors import ComplianceError
from courses.compliance.exemptions import ExemptionTerms, end_exemption, grant_exemption
from courses.compliance.models import Exemption, Requirement, RuleException
from courses.compliance.requirements import (
    create_requirement,
    end_requirement,
)
from courses.compliance.rule_exceptions import (
    RuleExceptionDecision,
    decide_rule_exceptions,
    record_rule_exceptions,
)
from courses.compliance.status import list_standings
from courses.records.completions import completion_correction
from courses.records.errors import CorrectionError
from courses.records.models import Completion
from courses.reporting.report_selection import list_people_at
from elearning.staff.absences import end_absence, record_absence
from elearning.staff.appointments import (
    AppointmentTerms,
    create_appointment,
    end_appointment,
    move_appointment,
)
from elearning.staff.classification import (
    assign_post_category,
    change_establishment_kind,
)
from elearning.staff.errors import StaffError
from elearning.staff.establishment_tree import EstablishmentTree, relocate_establishment
from elearning.staff.models import (
    Absence,
    Appointment,
    Establishment,
    PostCategory,
    StaffMember,
)
from tests.courses.compliance.rule_edits import change_requirement
from tests.factories.accounts import UserFactory
from tests.factories.certificates import WithdrawalFactory
from tests.factories.compliance import PassFactory
from tests.factories.courses import CourseFactory
from tests.factories.staff import EstablishmentFactory, PostFactory, StaffMemberFactory

FIRST = date(2026, 1, 5)
#: An act is its kind, how many days pass before it, and two numbers that choose.
_ACTS = (
    *("appointed", "appointed_late", "moved", "left", "left_earlier"),
    *("away", "back", "passed", "passed_earlier", "withdrawn", "corrected"),
    *("exempted", "exemption_ended", "demanded", "demand_ended", "relocated"),
    *("rule_changed", "exceptions_found", "exceptions_decided"),
    *("of_another_kind", "of_another_category"),
)
acts = st.lists(
    st.tuples(
        st.sampled_from(_ACTS), st.integers(0, 40), st.integers(0, 9), st.integers(0, 9)
    ),
    min_size=6,
    max_size=12,
)


class Service:
    """A small service in which things happen day by day."""

    def __init__(self):
        root = EstablishmentFactory(code="root")
        for code in ("east", "west"):
            EstablishmentFactory(code=code, parent=root)
        for number in range(3):
            east = Establishment.objects.get(code="east")
            EstablishmentFactory(code=f"e{number}", parent=east)
        self.people = StaffMemberFactory.create_batch(3)
        self.posts = PostFactory.create_batch(2)
        self.courses = [
            CourseFactory(validity_months=months, code=f"T{months}")
            for months in (6, 24)
        ]
        self.officer = UserFactory()
        self.heads = PostCategory.objects.create(code="heads")
        for post in self.posts:
            create_requirement(
                post, self.courses[0], months=6, starts_on=FIRST, by=None
            )
        maximum = Establishment.Kind.MAXIMUM
        for code, scope in {
            "KIND": {"kind": maximum},
            "CATEGORY": {"category": self.heads},
        }.items():
            course = CourseFactory(validity_months=12, code=code)
            self.courses.append(course)
            create_requirement(
                None, course, months=12, starts_on=FIRST, by=None, **scope
            )
        for person in self.people:
            place, post = self.place(0), self.posts[0]
            create_appointment(
                person,
                AppointmentTerms(place, post, starts_on=FIRST, share=50),
                by=None,
            )

    def place(self, number):
        return Establishment.objects.get(code=f"e{number % 3}")

    def does(self, kind, first, second):
        """Let something happen today; what cannot be done is left."""
        self.person, self.course = self.people[first % 3], self.courses[second % 4]
        self.post = self.posts[second % 2]
        self.today = timezone.localdate()
        self.earlier = self.today - timedelta(days=5 * first + 1)
        self.first, self.second = first, second
        with suppress(StaffError, ComplianceError, CorrectionError):
            getattr(self, kind)()

    def held(self):
        rows = Appointment.objects.filter(staff_member=self.person, ends_on=None)
        return list(rows[:1])

    def appointed(self, on=None):
        there, day = self.place(self.second), on or self.today
        create_appointment(
            self.person,
            AppointmentTerms(there, self.post, starts_on=day, share=50),
            by=None,
        )

    def appointed_late(self):
        self.appointed(on=self.earlier)

    def moved(self):
        for row in self.held():
            there = self.place(self.second)
            move_appointment(
                row,
                AppointmentTerms(there, row.post, starts_on=self.today, share=50),
                by=None,
            )

    def left(self, on=None):
        for row in self.held():
            end_appointment(row, on=on or self.today, by=None)

    def left_earlier(self):
        self.left(on=self.earlier)

    def away(self):
        kind = Absence.Kind.values[self.second % 4]
        record_absence(self.person, kind, starts_on=self.earlier, by=None)

    def back(self):
        for row in Absence.objects.filter(staff_member=self.person, ends_on=None):
            end_absence(row, on=self.today, by=None)

    def passed(self, on=None):
        PassFactory(
            learner=self.person,
            course=self.course,
            passed_on=on or self.today,
            recorded_at=timezone.now(),
        )

    def passed_earlier(self):
        self.passed(on=self.earlier)

    def withdrawn(self):
        rows = Completion.objects.filter(learner=self.person, withdrawal=None)
        for row in rows[:1]:
            WithdrawalFactory(
                completion=row,
                withdrawn_on=self.today,
                recorded_at=timezone.now(),
            )

    def corrected(self):
        rows = Completion.objects.filter(learner=self.person, withdrawal=None)
        for row in rows.filter(superseded_by=None)[:1]:
            wanted = completion_correction.CorrectionRequest(self.earlier)
            changes = completion_correction.plan_correction(
                row, wanted, today=self.today
            )
            now = timezone.now()
            completion_correction.record_corrections(
                changes, reason="x", by=self.officer, at=now
            )

    def exempted(self):
        grant_exemption(
            self.person,
            self.course,
            ExemptionTerms(
                kind=Exemption.Kind.WAIVER, reason="Taught it", starts_on=self.earlier
            ),
            by=self.officer,
        )

    def exemption_ended(self):
        rows = Exemption.objects.filter(staff_member=self.person, ends_on=None)
        for row in rows:
            end_exemption(row, on=self.earlier, by=self.officer)

    def demanded(self):
        create_requirement(
            self.post, self.courses[1], months=12, starts_on=self.today, by=None
        )

    def rule_changed(self):
        """Change a rule from today or from a day to come."""
        starts_on = self.today + timedelta(days=self.first % 3)
        for row in Requirement.objects.filter(post=self.post, ends_on=None)[:1]:
            months = min(row.course.validity_months, 6 + 2 * self.second)
            changed = {
                "months": months,
                "expiry": ("passing", "anniversary")[self.first % 2],
            }
            change_requirement(
                row, starts_on=starts_on, by=None, reason="Order", **changed
            )

    def exceptions_found(self):
        rules = Requirement.objects.filter(post=self.post, ends_on=None)
        found = [
            RuleException(
                requirement=rule,
                learner=self.person,
                ground=RuleException.Ground.AWAY,
                found_at=timezone.now(),
            )
            for rule in rules
        ]
        record_rule_exceptions(found, by=None)

    def exceptions_decided(self):
        outcome = list(RuleException.Outcome)[self.second % 3]
        day = self.today + timedelta(days=7 * self.first)
        decision = RuleExceptionDecision(outcome, "Known", due_on=day)
        rows = RuleException.objects.open().filter(learner=self.person)
        decide_rule_exceptions(rows, decision, by=self.officer)

    def demand_ended(self):
        for row in Requirement.objects.filter(post=self.post, ends_on=None):
            end_requirement(row, on=self.today, by=None)

    def relocated(self):
        to = Establishment.objects.get(code=("east", "west")[self.second % 2])
        relocate_establishment(self.place(self.first), to, on=self.today, by=None)

    def of_another_kind(self):
        kinds = (Establishment.Kind.MAXIMUM, Establishment.Kind.UNIT)
        change_establishment_kind(
            self.place(self.first), kinds[self.second % 2], by=None
        )

    def of_another_category(self):
        assign_post_category(self.post, (self.heads, None)[self.first % 2], by=None)

    def report(self, on):
        """Return what a report of ``on`` says: who stands how, and in which region."""
        tree = EstablishmentTree(on)
        regions = [
            tree.put_back(Establishment.objects.get(code=code))
            for code in ("east", "west")
        ]
        told = {
            (
                one.person.pk,
                one.course.code,
                one.state.value,
                one.due_on,
                one.expires_on,
                one.appointment
                and next(
                    r.code
                    for r in regions
                    if one.appointment.establishment.path.startswith(r.path)
                ),
            )
            for one in list_standings(StaffMember.objects.all(), on=on)
        }
        there = {
            region.code: set(list_people_at([region], on).values_list("pk", flat=True))
            for region in regions
        }
        return told, there


class AsOf(TestCase):
    @settings(
        max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow]
    )
    @given(happened=acts)
    def test_a_report_of_a_day_never_changes_afterwards(self, happened):
        day, said = FIRST, {}
        with time_machine.travel(_noon(day), tick=False):
            service = Service()
            said[day] = service.report(day)
        for kind, days, first, second in happened:
            day += timedelta(days=days)
            with time_machine.travel(_noon(day), tick=False):
                service.does(kind, first, second)
                said[day] = service.report(day)
        with time_machine.travel(_noon(day + timedelta(days=1)), tick=False):
            again = {on: service.report(on) for on in said}
        assert again == said


def _noon(day):
    return datetime(day.year, day.month, day.day, 7, tzinfo=UTC)


pytestmark = [pytest.mark.django_db, pytest.mark.database_vendor]
