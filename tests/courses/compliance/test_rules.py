"""Requirements, exemptions, summaries and assignment."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.compliance import course_assignment
from courses.compliance.course_assignment import assign_due_courses
from courses.compliance.errors import ComplianceError
from courses.compliance.exemptions import ExemptionTerms, end_exemption, grant_exemption
from courses.compliance.models import Exemption, Requirement
from courses.compliance.periods.period_lookup import ensure_fresh_periods
from courses.compliance.requirements import create_requirement, end_requirement
from courses.compliance.standing_facts import load_standing_facts
from courses.models import Enrolment
from elearning.audit.models import Entry
from tests.factories.accounts import UserFactory
from tests.factories.compliance import PassFactory, RequirementFactory
from tests.factories.courses import CourseFactory, EditionFactory
from tests.factories.staff import (
    AppointmentFactory,
    PostFactory,
    StaffMemberFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database_vendor]

NOW = datetime(2026, 6, 1, 6, tzinfo=UTC)


@pytest.mark.parametrize("months", [0, 25])
def test_requirement_longer_than_its_course_or_of_no_time_is_refused(months):
    with pytest.raises(ComplianceError):
        create_requirement(
            PostFactory(),
            CourseFactory(validity_months=24),
            months=months,
            starts_on=date(2026, 1, 1),
            by=None,
        )

    assert not Requirement.objects.exists()


def test_same_requirement_twice_is_refused_until_the_first_has_ended():
    rule = RequirementFactory()
    again = {"months": 6, "starts_on": date(2026, 7, 1), "by": UserFactory()}

    with pytest.raises(ComplianceError):
        create_requirement(rule.post, rule.course, **again)
    with pytest.raises(ComplianceError):
        end_requirement(rule, on=date(2019, 1, 1), by=None)
    end_requirement(rule, on=date(2026, 6, 30), by=None)
    new = create_requirement(rule.post, rule.course, **again)

    assert (new.window_days, new.grace_days, new.first_due_days) == (60, 14, 30)
    assert Entry.objects.filter(action="compliance.required").get().by == again["by"]


def test_exemption_without_reason_in_wrong_order_or_of_oneself_is_refused():
    person, course = StaffMemberFactory(), CourseFactory()
    plain = {
        "kind": Exemption.Kind.WAIVER,
        "starts_on": date(2026, 6, 1),
        "open_because": "Teaches it",
    }

    def exempt(by=None, **facts):
        terms = ExemptionTerms(**(plain | {"reason": "x"} | facts))
        grant_exemption(person, course, terms, by=by)

    with pytest.raises(ComplianceError):
        exempt(reason=" ")
    with pytest.raises(ComplianceError):
        exempt(ends_on=date(2026, 1, 1))
    with pytest.raises(ComplianceError):
        exempt(by=person.user)
    with pytest.raises(ComplianceError, match="Соңғы күнін"):
        exempt(open_because=" ")

    assert not Exemption.objects.exists()


def test_exemption_is_audited_and_ends():
    person, by = StaffMemberFactory(), UserFactory()

    exemption = grant_exemption(
        person,
        CourseFactory(),
        ExemptionTerms(
            kind=Exemption.Kind.EQUIVALENCE,
            reason="UN course",
            open_because="Teaches it",
            starts_on=date(2026, 1, 1),
        ),
        by=by,
    )
    with pytest.raises(ComplianceError):
        end_exemption(exemption, on=date(2025, 1, 1), by=by)
    end_exemption(exemption, on=date(2026, 6, 1), by=by)

    assert exemption.ends_on == date(2026, 6, 1)
    entries = Entry.objects.order_by("id").values_list("action", "person", "reason")
    assert list(entries) == [
        ("compliance.exempted", str(person.key), "UN course"),
        ("compliance.exemption_ended", str(person.key), ""),
    ]


def test_assign_due_enrols_once_and_leaves_closed_and_valid_alone():
    rule = RequirementFactory(course=EditionFactory().course)
    unreleased = RequirementFactory(post=rule.post)
    due = AppointmentFactory(post=rule.post, starts_on=date(2026, 5, 20)).staff_member
    fine = AppointmentFactory(post=rule.post).staff_member
    PassFactory(learner=fine, course=rule.course)

    assert assign_due_courses(NOW) == 1
    assert assign_due_courses(NOW) == 0

    enrolment = Enrolment.objects.get()
    assert (enrolment.learner, enrolment.course) == (due, rule.course)
    assert (enrolment.due, enrolment.enrolled_by) == (date(2026, 6, 19), None)
    assert not unreleased.course.enrolments.exists()


@pytest.mark.parametrize("waits", [False, True])
def test_assigning_looks_at_nobody_who_is_on_her_courses_or_holds_them(
    waits, monkeypatch
):
    rule = RequirementFactory(course=EditionFactory().course)
    for _person in range(3):
        held = AppointmentFactory(post=rule.post)
        PassFactory(learner=held.staff_member, course=rule.course)
    looked_at = []
    monkeypatch.setattr(
        course_assignment,
        "load_standing_facts",
        lambda people, on: (
            looked_at.append(set(people)) or load_standing_facts(people, on)
        ),
    )
    if waits:  # more than a reader waits for: nobody may be missed
        monkeypatch.setattr("courses.compliance.periods.period_lookup.BATCH", 0)
    late = AppointmentFactory.create_batch(3, post=rule.post)

    assert (assign_due_courses(NOW), assign_due_courses(NOW)) == (3, 0)

    if waits:
        assert {len(people) for people in looked_at} == {6}
    else:
        assert looked_at == [{row.staff_member for row in late}]


def test_assigning_asks_as_many_queries_for_three_people_as_for_one(monkeypatch):
    rule = RequirementFactory(course=EditionFactory().course)
    monkeypatch.setattr(
        course_assignment, "enrol_learner", lambda *args, **kwargs: None
    )
    counts = []
    for people in (1, 2):
        AppointmentFactory.create_batch(people, post=rule.post)
        ensure_fresh_periods()
        with CaptureQueriesContext(connection) as asked:
            assign_due_courses(NOW)
        counts.append(len(asked))
    assert counts[0] == counts[1]
