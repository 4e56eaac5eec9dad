"""People whom a rule gives no possible day: found, silent until decided, decided once."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from courses.compliance.course_assignment import assign_due_courses
from courses.compliance.errors import ComplianceError
from courses.compliance.exemptions import ExemptionTerms, grant_exemption
from courses.compliance.models import Exemption, Requirement, RuleException
from courses.compliance.rule_changes import apply_rule_draft, create_rule_draft
from courses.compliance.rule_exceptions import (
    RuleExceptionDecision,
    decide_rule_exceptions,
)
from courses.compliance.rule_preview import RuleChange
from courses.compliance.standing_explanations import explain_standing
from courses.compliance.status import StandingState, list_standings
from courses.models import Enrolment
from elearning.audit.models import Entry
from elearning.staff.absences import end_absence, record_absence
from elearning.staff.models import Absence, StaffMember
from tests.factories.accounts import UserFactory
from tests.factories.compliance import PassFactory, RequirementFactory
from tests.factories.courses import CourseFactory, EditionFactory
from tests.factories.staff import AppointmentFactory, PostFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database_vendor]

TODAY = date(2026, 6, 1)
NOW = datetime(2026, 6, 1, 7, tzinfo=UTC)
DATE, KEEP, EXEMPT = RuleException.Outcome


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False), translation.override("en"):
        yield


@pytest.fixture
def course():
    return EditionFactory(course__validity_months=24).course


@pytest.fixture
def exceptions(course):
    """Two people away without an end and one in order, under a rule that was saved."""
    post, by = PostFactory(), UserFactory()
    for _number in range(2):
        away(AppointmentFactory(post=post).staff_member)
    AppointmentFactory(post=post)
    rule = Requirement(post=post, course=course, months=12, starts_on=TODAY)
    draft = create_rule_draft(RuleChange(TODAY, new=rule), by=by)
    apply_rule_draft(draft, digest=draft.digest, by=by, reason="Order 3")
    return list(RuleException.objects.select_related("learner"))


def away(person):
    return Absence.objects.create(
        staff_member=person, kind=Absence.Kind.PARENTAL, starts_on=date(2026, 1, 1)
    )


def standing_of(person, on=TODAY):
    (one,) = list_standings(StaffMember.objects.filter(pk=person.pk), on=on)
    return one


def back(person, on):
    with time_machine.travel(datetime(on.year, on.month, on.day, 7, tzinfo=UTC)):
        end_absence(person.absences.get(), on=on, by=None)


def test_saving_notes_who_has_no_possible_day_and_assigns_her_nothing(exceptions):
    assert [(row.ground, row.computed_on) for row in exceptions] == [
        ("away", date(2026, 7, 31))
    ] * 2
    back(exceptions[0].learner, TODAY)

    assert assign_due_courses(NOW) == 1

    held = standing_of(exceptions[0].learner, date(2026, 9, 1))
    assert (held.state, held.due_on) == (StandingState.PAUSED, None)
    assert explain_standing(held) == (
        "No due date is possible (Away on that day): the personnel office decides."
    )
    assert not Enrolment.objects.filter(learner=exceptions[0].learner).exists()


@pytest.mark.parametrize(
    ("decision", "words"),
    [
        (RuleExceptionDecision(KEEP, " "), "Give the reason"),
        (RuleExceptionDecision(DATE, "x"), "Enter the day by which"),
        (
            RuleExceptionDecision(DATE, "x", due_on=date(2026, 5, 31)),
            "This day has passed",
        ),
        (
            RuleExceptionDecision(DATE, "x", due_on=date(2027, 6, 2)),
            "choose an exemption",
        ),
        (
            RuleExceptionDecision(DATE, "x", due_on=date(9999, 12, 31)),
            "choose an exemption",
        ),
    ],
)
def test_decision_without_a_reason_or_a_possible_day_is_refused(
    exceptions, decision, words
):
    with pytest.raises(ComplianceError, match=words):
        decide_rule_exceptions(exceptions, decision, by=UserFactory())

    assert RuleException.objects.open().count() == 2


def test_many_are_decided_alike_or_none_is(exceptions):
    by = UserFactory()
    decide_rule_exceptions(
        exceptions[:1], RuleExceptionDecision(KEEP, "Comes back"), by=by
    )

    with pytest.raises(
        ComplianceError, match="1 of them has been decided in the meantime"
    ):
        decide_rule_exceptions(
            exceptions, RuleExceptionDecision(KEEP, "Come back"), by=by
        )

    assert RuleException.objects.open().count() == 1
    told = Entry.objects.filter(action="compliance.exception_decided")
    assert [(one.person, one.reason) for one in told] == [
        (str(exceptions[0].learner.key), "Comes back")
    ]


def test_nobody_decides_about_herself(exceptions):
    with pytest.raises(ComplianceError, match="You cannot decide about yourself"):
        decide_rule_exceptions(
            exceptions, RuleExceptionDecision(KEEP, "x"), by=exceptions[0].learner.user
        )

    assert RuleException.objects.open().count() == 2


def test_decided_day_takes_the_place_of_the_day_of_the_rule(exceptions):
    person = exceptions[0].learner
    decision = RuleExceptionDecision(DATE, "Back in autumn", due_on=date(2026, 12, 1))
    decide_rule_exceptions(exceptions[:1], decision, by=UserFactory())
    back(person, date(2026, 9, 1))

    assert standing_of(person, date(2026, 9, 2)).due_on == date(2026, 12, 1)


def test_kept_day_moves_behind_the_absence_as_for_all(exceptions):
    person = exceptions[0].learner
    decide_rule_exceptions(
        exceptions[:1], RuleExceptionDecision(KEEP, "As for all"), by=UserFactory()
    )
    back(person, date(2026, 9, 1))

    assert standing_of(person, date(2026, 9, 2)).due_on == date(2026, 10, 1)


def test_not_asked_is_an_exemption_with_its_reason(exceptions):
    by = UserFactory()
    until = date(2026, 12, 31)
    with pytest.raises(ComplianceError, match="last day"):
        decide_rule_exceptions(
            exceptions[:1], RuleExceptionDecision(EXEMPT, "Leaves in winter"), by=by
        )
    decide_rule_exceptions(
        exceptions[:1],
        RuleExceptionDecision(EXEMPT, "Leaves in winter", until=until),
        by=by,
    )

    exemption = Exemption.objects.get()
    assert (exemption.starts_on, exemption.ends_on) == (TODAY, until)
    assert exemption.reason == "Leaves in winter"
    assert standing_of(exceptions[0].learner).state == StandingState.WAIVED


def test_many_are_not_exempted_for_good_by_one_officer(exceptions):
    decision = RuleExceptionDecision(
        EXEMPT, "Teach it", open_because="They teach it for good"
    )

    decided = decide_rule_exceptions(exceptions, decision, by=UserFactory())

    assert (decided.exceptions, decided.waiting) == (2, 2)
    ends = Exemption.objects.values_list("ends_on", flat=True)
    assert set(ends) == {date(2027, 6, 1)}


def later(days):
    return NOW + timedelta(days=days)


def exempt(person, course, first, last, *, by, at=NOW):
    days = [(at + timedelta(days=number)).date() for number in (first, last)]
    return grant_exemption(
        person,
        course,
        ExemptionTerms(Exemption.Kind.WAIVER, "Teaches it", *days),
        by=by,
        at=at,
    )


def another_day(days, *, at=NOW):
    return RuleExceptionDecision(DATE, "x", due_on=(at + timedelta(days=days)).date())


def test_another_day_after_an_exemption_begins_no_new_year(exceptions, course):
    by = UserFactory()
    for row in exceptions:
        exempt(row.learner, course, 0, 300, by=by)

    with pytest.raises(ComplianceError, match=exceptions[0].learner.staff_number):
        decide_rule_exceptions(
            exceptions, another_day(166, at=later(200)), by=by, at=later(200)
        )
    assert RuleException.objects.open().count() == 2

    decided = another_day(165, at=later(200))
    decide_rule_exceptions(exceptions, decided, by=by, at=later(200))

    assert not RuleException.objects.open().exists()


def test_whom_another_day_is_refused_is_named_together(exceptions, course):
    by = UserFactory()
    for row in exceptions:
        exempt(row.learner, course, 0, 300, by=by)

    with pytest.raises(ComplianceError) as refused:
        decide_rule_exceptions(
            exceptions, another_day(166, at=later(200)), by=by, at=later(200)
        )

    said = str(refused.value)
    assert all(row.learner.staff_number in said for row in exceptions)


@pytest.mark.parametrize("first", [0, 1])
def test_year_of_one_course_is_not_passed_by_an_exception_of_another(
    exceptions, course, first
):
    by, row = UserFactory(), exceptions[0]
    other = RuleException.objects.create(
        requirement=RequirementFactory(course=EditionFactory().course, starts_on=TODAY),
        learner=row.learner,
        ground="no-start",
        found_at=NOW,
    )
    case = [row, other][first].requirement.course
    exempt(row.learner, case, 0, 300, by=by)

    with pytest.raises(ComplianceError, match=row.learner.staff_number):
        decide_rule_exceptions(
            [row, other], another_day(166, at=later(200)), by=by, at=later(200)
        )

    assert RuleException.objects.open().filter(learner=row.learner).count() == 2


def test_exception_of_a_rule_that_has_ended_joins_nothing_afterwards(
    exceptions, course
):
    by, row = UserFactory(), exceptions[0]
    Absence.objects.filter(staff_member=row.learner).update(ends_on=TODAY)
    Requirement.objects.filter(pk=row.requirement_id).update(
        ends_on=TODAY + timedelta(days=310)
    )
    exempt(row.learner, course, 0, 300, by=by)

    assert not exempt(row.learner, course, 0, 200, by=by, at=later(500)).is_waiting


def test_another_day_for_many_takes_as_many_queries_as_for_one(exceptions):
    post = exceptions[0].requirement.post
    for _number in range(8):
        exceptions.append(
            RuleException.objects.create(
                requirement=exceptions[0].requirement,
                learner=AppointmentFactory(post=post).staff_member,
                ground="no-start",
                found_at=NOW,
            )
        )
    by, counts = UserFactory(), []
    for some in (exceptions[:1], exceptions[1:]):
        with CaptureQueriesContext(connection) as queries:
            decide_rule_exceptions(some, another_day(100), by=by)
        counts.append(len(queries))

    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    "decision", [RuleExceptionDecision(KEEP, "x"), another_day(100)]
)
def test_people_are_locked_by_no_order_of_their_names(exceptions, decision):
    with CaptureQueriesContext(connection) as queries:
        decide_rule_exceptions(exceptions, decision, by=UserFactory())

    said = [one["sql"] for one in queries if "staff_staffmember" in one["sql"]]
    orders = [one.rpartition("ORDER BY")[2] for one in said if "ORDER BY" in one]
    assert any(one.startswith(" 1 ASC") for one in orders), "by key"
    assert not any("family_name" in one for one in orders)


def test_another_day_is_not_given_once_the_year_is_used_up(exceptions, course):
    by = UserFactory()
    exempt(exceptions[0].learner, course, 0, 365, by=by)

    with pytest.raises(ComplianceError, match="a second officer confirms"):
        decide_rule_exceptions(
            exceptions[:1], another_day(1, at=later(366)), by=by, at=later(366)
        )

    decide_rule_exceptions(
        exceptions[:1], RuleExceptionDecision(KEEP, "x"), by=by, at=later(366)
    )


@pytest.mark.parametrize(("days_between", "waits"), [(60, True), (61, False)])
def test_exemption_after_another_day_begins_no_new_year(
    exceptions, course, days_between, waits
):
    by, person = UserFactory(), exceptions[0].learner
    decide_rule_exceptions(exceptions[:1], another_day(365), by=by)
    back(person, TODAY)

    at = later(366 + days_between)
    made = exempt(person, course, 0, 100, by=by, at=at)
    other = exempt(person, CourseFactory(), 0, 100, by=by, at=at)

    assert (made.is_waiting, made.has_days) == (waits, not waits)
    assert not other.is_waiting


def test_exception_that_waits_between_two_exemptions_begins_no_new_year(
    exceptions, course
):
    by, person = UserFactory(), exceptions[0].learner
    back(person, TODAY)
    exempt(person, course, 1, 365, by=by)
    RuleException.objects.filter(pk=exceptions[0].pk).update(found_at=later(370))

    made = exempt(person, course, 0, 100, by=by, at=later(500))

    assert (made.is_waiting, made.has_days) == (True, False)


def test_exception_left_open_bridges_no_two_years_by_one_officer(exceptions, course):
    by, person = UserFactory(), exceptions[0].learner
    back(person, TODAY)
    exempt(person, course, 0, 365, by=by)
    RuleException.objects.filter(pk=exceptions[0].pk).update(found_at=later(366))

    made = exempt(person, course, 62, 365, by=by, at=later(366))

    assert (made.is_waiting, made.has_days) == (True, False)


def test_exception_decided_since_bridges_no_more_than_its_days(exceptions, course):
    by, person = UserFactory(), exceptions[0].learner
    back(person, TODAY)
    exempt(person, course, 0, 365, by=by)
    RuleException.objects.filter(pk=exceptions[0].pk).update(found_at=later(366))
    keep = RuleExceptionDecision(KEEP, "x")
    decide_rule_exceptions(exceptions[:1], keep, by=by, at=later(366))

    assert not exempt(person, course, 62, 365, by=by, at=later(366)).is_waiting


def test_exception_found_afterwards_bridges_no_two_years_by_one_officer(course):
    by, rule = UserFactory(), RequirementFactory(course=course)
    person = AppointmentFactory(post=rule.post, starts_on=date(1900, 1, 1)).staff_member
    exempt(person, course, 0, 365, by=by)
    made = exempt(person, course, 62, 365, by=by, at=later(366))
    other = exempt(person, CourseFactory(), 62, 365, by=by, at=later(366))
    assert not made.is_waiting

    with time_machine.travel(later(367), tick=False):
        assign_due_courses(later(367))

    assert RuleException.objects.get().learner == person
    made.refresh_from_db()
    other.refresh_from_db()
    assert (made.is_waiting, made.has_days) == (True, False)
    assert not other.is_waiting


def test_exception_that_is_decided_counts_until_its_decision_alone(exceptions, course):
    by, person = UserFactory(), exceptions[0].learner
    back(person, TODAY)
    exempt(person, course, 250, 265, by=by, at=later(-100))
    exempt(person, course, 230, 275, by=by, at=later(10))

    decide_rule_exceptions(
        exceptions[:1], another_day(20, at=later(10)), by=by, at=later(10)
    )


def test_absence_noted_late_joins_another_day_to_a_later_exemption(exceptions, course):
    by, person = UserFactory(), exceptions[0].learner
    decide_rule_exceptions(exceptions[:1], another_day(365), by=by)
    back(person, TODAY)
    with time_machine.travel(later(450), tick=False):
        made = exempt(person, course, 0, 300, by=by, at=later(450))
        assert not made.is_waiting

        day = later(400).date()
        record_absence(person, Absence.Kind.ILLNESS, starts_on=day, ends_on=day, by=by)

    made.refresh_from_db()
    assert (made.is_waiting, made.ends_on) == (True, later(450).date())


def test_who_passes_while_it_waits_holds_the_course(exceptions, course):
    person = exceptions[0].learner
    PassFactory(learner=person, course=course, passed_on=date(2026, 5, 1))
    back(person, TODAY)

    assert standing_of(person, date(2026, 6, 2)).state == StandingState.VALID


def test_other_rule_without_an_exception_counts_meanwhile(exceptions, course):
    person = exceptions[0].learner
    RequirementFactory(post=None, course=course, months=24, starts_on=TODAY)
    back(person, TODAY)

    one = standing_of(person, date(2026, 6, 2))

    assert (one.requirement.months, one.state) == (24, StandingState.DUE)


def test_worker_finds_who_comes_under_a_rule_while_away_or_without_a_start(course):
    rule = RequirementFactory(course=course)
    person = AppointmentFactory(post=rule.post, starts_on=date(2026, 2, 1)).staff_member
    away(person)
    unknown = AppointmentFactory(
        post=rule.post, starts_on=date(1900, 1, 1)
    ).staff_member
    before = AppointmentFactory(post=rule.post).staff_member
    away(before)

    assert (assign_due_courses(NOW), assign_due_courses(NOW)) == (0, 0)

    found = RuleException.objects.values_list("learner", "ground")
    assert set(found) == {(person.pk, "away"), (unknown.pk, "no-start")}
    assert Entry.objects.filter(action="compliance.exceptions_found").count() == 1
