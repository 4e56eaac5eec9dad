"""A line manager sees how her direct reports stand, and nobody else's."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from courses.learner.record_access import list_record_accesses
from elearning.audit.models import Entry
from elearning.staff.models import Absence, Reporting
from tests.factories.compliance import PassFactory, RequirementFactory
from tests.factories.courses import CourseFactory
from tests.factories.staff import AppointmentFactory, PostFactory

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def manager():
    return AppointmentFactory().staff_member


@pytest.fixture
def page(client, manager):
    """Open the page as the manager."""
    client.force_login(manager.user)
    return lambda: client.get(reverse("learner:people"))


def report_of(manager, post=None, **kwargs):
    person = AppointmentFactory(post=post or PostFactory()).staff_member
    Reporting.objects.create(
        staff_member=person,
        manager=manager,
        **({"starts_on": date(2025, 1, 1)} | kwargs),
    )
    return person


@pytest.mark.parametrize("kind", ["nobody", "ended", "to come"])
def test_page_does_not_exist_for_whom_nobody_reports_to_today(page, manager, kind):
    today = timezone.localdate()
    if kind == "ended":
        report_of(manager, ends_on=today - DAY)
    elif kind == "to come":
        report_of(manager, starts_on=today + DAY)

    assert page().status_code == 404


def test_who_has_left_and_reports_of_reports_are_not_shown(page, manager):
    mine = report_of(manager)
    report_of(mine)
    left = report_of(manager)
    left.appointments.update(ends_on=timezone.localdate() - DAY)

    shown = page().context["reports"]

    assert [report.person for report in shown] == [mine]


def test_manager_sees_codes_states_and_days_and_no_result(page, manager):
    today = timezone.localdate()
    rule = RequirementFactory(
        course=CourseFactory(code="C1", title_en="Managing violent extremists")
    )
    held = RequirementFactory(post=rule.post, course=CourseFactory(code="C5"))
    person = report_of(manager, rule.post)
    for one, days in ((rule, 360), (held, 10)):
        PassFactory(
            learner=person,
            course=one.course,
            passed_on=today - days * DAY,
            score="0.93",
        )

    response = page()

    (report,) = response.context["reports"]
    assert [(row.course.code, row.state.value) for row in report.open] == [
        ("C1", "due")
    ]
    text = response.content.decode()
    assert "violent extremists" not in text
    assert "93 %" not in text
    assert "0.93" not in text


def test_each_report_finds_the_look_in_her_record(page, manager):
    person = report_of(manager)

    page()

    assert Entry.objects.get(action="staff.reports_viewed").person == str(person.key)
    with translation.override("en"):
        (look,) = list_record_accesses(person)
    assert look.role == "Line manager"


def test_who_is_away_is_shown_as_such(page, manager):
    rule = RequirementFactory()
    person = report_of(manager, rule.post)
    Absence.objects.create(
        staff_member=person,
        kind=Absence.Kind.ILLNESS,
        starts_on=timezone.localdate() - DAY,
    )

    (report,) = page().context["reports"]

    assert (report.is_away, report.open) == (True, [])


def test_first_page_leads_managers_there(client, manager):
    client.force_login(manager.user)
    url = reverse("learner:people")

    assert url not in client.get(reverse("learner:training")).content.decode()
    report_of(manager)
    assert url in client.get(reverse("learner:training")).content.decode()


def test_page_asks_the_same_for_one_report_and_for_three(
    page, manager, django_assert_max_num_queries
):
    rule = RequirementFactory()
    report_of(manager, rule.post)
    page()
    with django_assert_max_num_queries(60) as one:
        page()
    for _number in range(2):
        report_of(manager, rule.post)
    with django_assert_max_num_queries(60) as three:
        page()

    assert len(three) == len(one)
