"""The desk's report: who stands how, as of a day."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from courses.compliance.periods.period_lookup import ensure_fresh_periods
from courses.reporting.report_selection import ReportSelection
from courses.reporting.report_tables import ComplianceReport
from courses.reporting.seat_forecast import forecast_seats
from elearning.staff.appointments import AppointmentTerms, move_appointment
from elearning.staff.models import Establishment
from tests.factories.compliance import PassFactory
from tests.factories.staff import AppointmentFactory, EstablishmentFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "query",
    [{"on": "2999-01-01"}, {"on": "yesterday"}, {"state": "x"}, {"course": "no"}],
)
def test_wrong_filter_is_said_and_shows_the_rest(client, house, officer, query):
    answer = client.get(reverse("desk:compliance"), query)

    assert answer.status_code == 200
    assert set(answer.context["form"].errors) == set(query)


def test_report_counts_the_remit_alone(client, house, officer, say_purpose):
    say_purpose()

    answer = client.get(reverse("desk:compliance"))

    assert answer.context["total"].parts == [("expired", 1)]
    assert [line.label for line in answer.context["places"]] == [house.mine.title]


def test_report_as_of_a_day_does_not_change_when_somebody_moves(
    client, house, officer, say_purpose
):
    say_purpose()
    past = timezone.localdate() - timedelta(days=60)
    url = f"{reverse('desk:compliance')}?on={past:%Y-%m-%d}"
    before = client.get(url).context["total"].parts

    held = house.insider.appointments.get()
    move_appointment(
        held,
        AppointmentTerms(house.other, held.post, starts_on=timezone.localdate()),
        by=None,
    )

    assert client.get(url).context["total"].parts == before == [("expired", 1)]
    assert client.get(reverse("desk:compliance")).context["total"].parts == []
    listed = client.get(f"{reverse('desk:people')}?on={past:%Y-%m-%d}").context["page"]
    assert [(line.person, line.is_open) for line in listed] == [(house.insider, False)]


@pytest.mark.parametrize("name", ["home", "compliance", "people", "accounts"])
def test_queries_do_not_grow_with_people(client, house, officer, say_purpose, name):
    say_purpose()

    def queries():
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse(f"desk:{name}"))
        return len(captured)

    queries()
    one = queries()
    for _number in range(2):
        held = AppointmentFactory(establishment=house.mine, post=house.rule.post)
        PassFactory(learner=held.staff_member, course=house.rule.course)
    ensure_fresh_periods()  # whoever looks first reckons who waits

    assert queries() == one


def test_home_shows_hr_who_is_late(client, house, officer):
    with translation.override("en"):
        answer = client.get(reverse("desk:home"))

    assert answer.context["late"] == 1
    assert "Бөтен" not in answer.content.decode()


def test_report_asks_the_same_for_one_place_and_for_three(client, officer, house):
    def queries():
        ensure_fresh_periods()
        with CaptureQueriesContext(connection) as page:
            client.get(reverse("desk:compliance"))
        top = Establishment.objects.get(pk=house.mine.pk)
        with CaptureQueriesContext(connection) as numbers:
            report = ComplianceReport(
                ReportSelection(officer, timezone.localdate(), [top])
            )
            assert report.tables
            assert forecast_seats(report)
        return len(page), len(numbers)

    queries()
    one = queries()
    for _number in range(2):
        place = EstablishmentFactory(parent=house.mine)
        AppointmentFactory(establishment=place, post=house.rule.post)

    assert queries() == one
    assert one[1] <= 12
