"""A learner and her sessions: what she sees in My training, takes, and gives back."""

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.classroom.models import Registration, Session
from courses.compliance.periods.period_lookup import ensure_fresh_periods
from tests.factories.classroom import (
    AT,
    BEGINS,
    DAY,
    HOUR,
    classroom_course,
    closed,
    note_all,
    people,
    registered,
    session,
)
from tests.factories.compliance import RequirementFactory
from tests.factories.staff import EstablishmentFactory, StaffMemberFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _day():
    with time_machine.travel(AT, tick=False):
        yield


def training(client, person):
    client.force_login(person.user)
    ensure_fresh_periods()
    return client.get(reverse("learner:training"))


def of(client, name, planned, method="get"):
    url = reverse(f"learner:sessions:{name}", args=[planned.key])
    return getattr(client, method)(url)


def test_training_tells_of_a_classroom_course_from_asked_to_valid(client):
    course = classroom_course()
    planned = session(course=course)
    (person,) = people(planned.establishment, 1)
    person.appointments.update(starts_on=AT.date())
    RequirementFactory(
        course=course, post=person.appointments.get().post, first_due_days=90
    )

    def line():
        answer = training(client, person)
        (found,) = answer.context["classroom"].lines
        page = answer.content.decode()
        assert reverse("learner:enrol", args=[course.slug]) not in page
        return found.state, reverse(
            "learner:sessions:calendar", args=[planned.key]
        ) in page

    said = [line()]
    row = planned.registrations.create(
        learner=person, registered_at=AT, registered_by=None
    )
    said.append(line())
    Registration.objects.filter(pk=row.pk).update(seated_at=AT)
    said.append(line())
    with time_machine.travel(BEGINS + 5 * HOUR, tick=False):
        said.append(line())
        note_all(planned)
        closed(planned)
        said.append(line())

    assert said == [
        ("not-started", False),
        ("awaiting", False),
        ("in-progress", True),
        ("awaiting", False),
        ("valid", False),
    ]


def test_a_learner_takes_a_seat_and_gives_it_back(client):
    planned = session(may_ask=True, seats=1)
    first, second = people(planned.establishment, 2)
    for person in (first, second):
        client.force_login(person.user)
        listed = client.get(reverse("learner:sessions:list"))
        assert [one.pk for one in listed.context["page"]] == [planned.pk]
        assert of(client, "calendar", planned).status_code == 404
        assert of(client, "register", planned, "post").status_code == 302
    waits = of(client, "session", planned)
    client.force_login(first.user)
    seated = of(client, "session", planned)
    diary = of(client, "calendar", planned)
    of(client, "leave", planned, "post")

    assert (waits.context["place_in_line"], seated.context["place_in_line"]) == (1, 0)
    assert diary["Content-Type"] == "text/calendar; charset=utf-8"
    rows = Registration.objects.order_by("pk")
    assert [(row.learner, row.is_seated) for row in rows] == [
        (first, False),
        (second, True),
    ]


def test_sessions_of_others_do_not_exist(client):
    closed_one = session()
    elsewhere = session(may_ask=True)
    (person,) = people(closed_one.establishment, 1)
    begun = session(place=closed_one.establishment, may_ask=True, begins=AT + HOUR)
    client.force_login(person.user)

    for planned in (closed_one, elsewhere):
        for name, method in (
            ("session", "get"),
            ("calendar", "get"),
            ("register", "post"),
            ("leave", "post"),
        ):
            assert of(client, name, planned, method).status_code == 404
    assert of(client, "register", begun).status_code == 405
    with time_machine.travel(AT + 2 * HOUR, tick=False):
        client.logout()
        client.force_login(person.user)
        assert of(client, "register", begun, "post").status_code == 404
    assert not Registration.objects.exists()


def test_refusals_are_said_on_the_page(client):
    place = EstablishmentFactory()
    one, other = (session(place=place, may_ask=True) for _n in range(2))
    (person,) = people(place, 1)
    client.force_login(person.user)
    of(client, "register", one, "post")

    url = reverse("learner:sessions:register", args=[other.key])
    answer = client.post(url, follow=True)

    *_before, said = answer.context["messages"]
    assert one.course.code in str(said)
    assert Registration.objects.count() == 1


def test_teacher_finds_her_sessions_and_their_dates(client):
    teacher = StaffMemberFactory()
    planned = session(teacher=teacher)
    session()

    answer = training(client, teacher)

    assert answer.context["classroom"].taught == [planned]
    assert of(client, "calendar", planned).status_code == 200


def test_a_session_that_is_called_off_is_read_and_no_longer_in_training(client):
    planned = session()
    (row,) = registered(planned)
    Session.objects.update(cancelled_at=AT)

    answer = training(client, row.learner)

    assert answer.context["classroom"].lines == []
    assert of(client, "session", planned).context["session"].cancelled_at == AT


def test_training_asks_the_same_for_three_sessions_as_for_one(client):
    place = EstablishmentFactory()
    (person,) = people(place, 1)
    costs = []
    for n in range(3):
        planned = session(place=place, may_ask=True, begins=BEGINS + n * DAY)
        planned.registrations.create(learner=person, registered_at=AT, seated_at=AT)
        training(client, person)
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("learner:training"))
        costs.append(len(asked))

    assert costs[2] == costs[0]
