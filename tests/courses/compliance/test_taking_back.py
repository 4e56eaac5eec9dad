"""A course that no rule asks any more is taken back, as long as nobody has begun it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.compliance.course_assignment import (
    assign_due_courses,
    end_obsolete_assignments,
)
from courses.compliance.periods.period_lookup import ensure_fresh_periods
from courses.enrolment import enrol_learner
from courses.models import Enrolment
from elearning.audit.models import Entry
from tests.factories.accounts import UserFactory
from tests.factories.compliance import RequirementFactory
from tests.factories.courses import EditionFactory
from tests.factories.staff import AppointmentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database_vendor]

NOW = datetime(2026, 6, 1, 9, tzinfo=UTC)
LATER = NOW + timedelta(days=9)


def newcomer(rule):
    return AppointmentFactory(post=rule.post, starts_on=date(2026, 5, 20))


def move(held):
    """Let the person of ``held`` serve in a position without rules from 8 June on."""
    held.ends_on = date(2026, 6, 7)
    held.save()
    AppointmentFactory(staff_member=held.staff_member, starts_on=date(2026, 6, 8))


def test_who_comes_to_a_position_without_the_rule_is_off_the_course_again():
    rule = RequirementFactory(course=EditionFactory().course)
    moved, stays = newcomer(rule), newcomer(rule)
    assign_due_courses(NOW)
    move(moved)

    assert (end_obsolete_assignments(LATER), end_obsolete_assignments(LATER)) == (1, 0)

    assert [row.learner for row in Enrolment.objects.active()] == [stays.staff_member]
    left = Enrolment.objects.get(learner=moved.staff_member)
    assert left.ended_at == LATER
    told = Entry.objects.filter(action="courses.left").values_list("by", "person")
    assert list(told) == [(None, str(moved.staff_member.key))]


def test_what_was_begun_or_given_by_an_officer_stays():
    course = EditionFactory().course
    rule = RequirementFactory(course=course)
    begun, given = newcomer(rule), newcomer(rule)
    due = date(2026, 7, 1)
    enrol_learner(given.staff_member, course, by=UserFactory(), due=due, at=NOW)
    assign_due_courses(NOW)
    Enrolment.objects.filter(learner=begun.staff_member).update(started_at=NOW)
    move(begun)
    move(given)

    assert end_obsolete_assignments(LATER) == 0
    assert Enrolment.objects.active().count() == 2


def test_a_refresher_is_asked_with_the_course_that_it_renews():
    course = EditionFactory().course
    refresher = EditionFactory(course__refreshes=course).course
    held = newcomer(RequirementFactory(course=course))
    Enrolment.objects.create(
        learner=held.staff_member,
        course=refresher,
        edition=refresher.current_edition,
        due=date(2026, 7, 1),
        enrolled_at=NOW,
    )

    assert end_obsolete_assignments(LATER) == 0
    move(held)
    assert end_obsolete_assignments(LATER) == 1


def test_nobody_costs_a_query_who_stays():
    rule = RequirementFactory(course=EditionFactory().course)
    counts = []
    for people in (1, 2):
        for _person in range(people):
            newcomer(rule)
        assign_due_courses(NOW)
        ensure_fresh_periods()
        with CaptureQueriesContext(connection) as asked:
            end_obsolete_assignments(NOW)
        counts.append(len(asked))
    assert counts[-1] == counts[-2]


def test_three_who_go_cost_as_many_queries_as_one():
    rule = RequirementFactory(course=EditionFactory().course)
    counts = []
    for people in (
        1,
        1,
        3,
    ):  # the first meets the verb of its statement for the first time
        held = [newcomer(rule) for _person in range(people)]
        assign_due_courses(NOW)
        for one in held:
            move(one)
        ensure_fresh_periods()
        with CaptureQueriesContext(connection) as asked:
            assert end_obsolete_assignments(LATER) == people
        counts.append(len(asked))
    assert counts[-1] == counts[-2]
