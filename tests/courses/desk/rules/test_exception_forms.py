"""The queue of exceptions: filtered, decided one by one and many alike, in the remit alone."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from courses.compliance.models import RuleException
from elearning.accounts.roles import Role
from elearning.audit.models import Entry
from tests.factories.compliance import RequirementFactory
from tests.factories.staff import AppointmentFactory, EstablishmentFactory

pytestmark = pytest.mark.django_db

QUEUE = reverse("desk:rules:exceptions")
MANY = reverse("desk:rules:decide-many")
AWAY, PAST = RuleException.Ground.AWAY, RuleException.Ground.PAST


@pytest.fixture
def waiting(house):
    """Return a function that lets people of a place wait for a decision."""

    def at(place=None, ground=AWAY, rule=house.rule, **person):
        there = {"establishment": place or house.mine, "post": rule.post}
        held = AppointmentFactory(**there, **person)
        return RuleException.objects.create(
            requirement=rule,
            learner=held.staff_member,
            ground=ground,
            found_at=timezone.now(),
        )

    return at


def listed(client, **query):
    return list(client.get(QUEUE, query).context["page"])


def test_queue_shows_open_ones_of_the_remit_by_filter(client, house, enter, waiting):
    officer = enter(Role.FACILITY_HR)
    unit = EstablishmentFactory(parent=house.mine)
    mine, there = waiting(house.mine), waiting(unit, PAST)
    other = waiting(house.mine, rule=RequirementFactory())
    waiting(house.other)
    waiting(house.mine, staff_member__user=officer)
    waiting(house.mine, rule=RequirementFactory(ends_on=date(2021, 1, 1)))
    RuleException.objects.filter(pk=waiting(house.mine).pk).update(
        outcome="keep", resolved_at=timezone.now()
    )

    assert listed(client) == [mine, there, other]
    assert listed(client, ground="past") == [there]
    assert listed(client, rule=other.requirement_id) == [other]
    assert listed(client, establishment=unit.code) == [there]
    assert listed(client, establishment=house.other.code) == []


@pytest.mark.parametrize(
    ("entered", "field"),
    [
        ({"outcome": ""}, "outcome"),
        ({"outcome": "date"}, "day"),
        ({"outcome": "date", "day": "2020-01-01"}, "day"),
        ({"outcome": "date", "day": "9999-12-31"}, "day"),
        ({"outcome": "keep", "day": "2099-01-01"}, "day"),
        ({"outcome": "keep", "reason": ""}, "reason"),
    ],
)
def test_wrong_decision_is_shown_beside_its_field(
    client, officer, waiting, entered, field
):
    row = waiting()

    plain = {"reason": "On leave", "count": 1}
    answer = client.post(reverse("desk:rules:decide", args=[row.pk]), plain | entered)

    assert answer.status_code == 400
    assert list(answer.context["form"].errors) == [field]
    assert RuleException.objects.open().count() == 1


def test_one_is_decided_with_a_reason_and_leaves_the_queue(
    client, house, enter, waiting
):
    officer = enter(Role.FACILITY_HR)
    row = waiting(house.mine)
    url = reverse("desk:rules:decide", args=[row.pk])
    day = timezone.localdate() + timedelta(days=365)
    entered = {
        "outcome": "date",
        "day": day.isoformat(),
        "reason": "Back in autumn",
        "count": 1,
    }

    assert client.post(url, entered).url == QUEUE
    assert client.post(url, entered).status_code == 404

    row.refresh_from_db()
    assert (row.due_on, row.resolved_by) == (day, officer)
    assert listed(client) == []
    told = Entry.objects.get(action="compliance.exception_decided")
    assert (told.person, told.reason) == (str(row.learner.key), "Back in autumn")


def test_many_are_decided_alike_if_they_are_as_many_as_were_shown(
    client, house, enter, waiting
):
    enter(Role.FACILITY_HR)
    for _number in range(2):
        waiting(house.mine)
    stays = waiting(house.mine, PAST)
    away = f"{MANY}?ground=away"
    entered = {"outcome": "keep", "reason": "As for all", "count": 2}
    assert client.get(away).context["count"] == 2

    late = waiting(house.mine)
    moved = client.post(away, entered)
    assert moved.status_code == 400
    assert RuleException.objects.open().count() == 4
    RuleException.objects.filter(pk=late.pk).delete()

    assert client.post(away, entered).url == QUEUE
    assert listed(client) == [stays]


def test_officer_is_not_left_unaware_that_exemptions_wait(
    client, house, enter, waiting
):
    enter(Role.FACILITY_HR)
    for _number in range(2):
        waiting(house.mine)
    entered = {"outcome": "exempt", "open_because": "Оқытады", "count": 2}

    answer = client.post(MANY, entered | {"reason": "Оқытушылар"}, follow=True)

    (said,) = answer.context["messages"]
    assert str(said).count("2") == 2  # that are decided, and that wait


def test_rules_say_how_many_exceptions_wait(client, house, enter, waiting):
    enter(Role.MINISTRY_HR)
    waiting(house.mine)
    waiting(house.other)

    assert client.get(reverse("desk:rules:list")).context["waiting"] == 1


def test_queue_asks_as_often_for_three_as_for_one(client, house, enter, waiting):
    enter(Role.FACILITY_HR)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            client.get(QUEUE)
            return len(queries)

    waiting(house.mine)
    asked()
    one = asked()
    waiting(house.mine)
    waiting(house.mine)

    assert asked() == one
