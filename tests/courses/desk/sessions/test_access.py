"""Who opens which page of the desk of classroom courses."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.classroom.models import Registration
from elearning.accounts.roles import Role
from tests.factories.accounts import UserFactory, pass_both_steps
from tests.factories.classroom import (
    classroom_course,
    note_all,
    people,
    registered,
    session,
)
from tests.factories.compliance import RequirementFactory
from tests.factories.staff import (
    EstablishmentFactory,
    RemitFactory,
    StaffMemberFactory,
)

pytestmark = pytest.mark.django_db

HR = {Role.FACILITY_HR, Role.MINISTRY_HR}
OPEN_TO = {
    "list": HR,
    "plan": HR,
    "add-course": {Role.MINISTRY_HR},
    "session": HR,
    "change": HR,
    "cancel": HR,
    "register": HR,
    "leave": HR,
    "attendance": HR,
    "sheet": HR,
    "close": HR,
}
#: What its teacher opens as well.
TAUGHT = {"session", "attendance", "sheet", "close"}
#: What is open to the officers of people who may come, though others plan it.
BELOW = {"session", "register", "leave"}


def address(name, planned):
    arguments = {
        "leave": lambda: [planned.key, registered(planned)[0].key],
        "attendance": lambda: [planned.key, 1],
    }
    plain = {"list", "plan", "add-course"}
    found = arguments.get(name, lambda: [] if name in plain else [planned.key])
    return reverse(f"desk:sessions:{name}", args=found())


@pytest.mark.parametrize("name", sorted(set(OPEN_TO) - {"list", "plan", "add-course"}))
def test_another_prison_does_not_exist_and_what_is_above_is_read(
    client, house, say_purpose, name
):
    elsewhere = address(name, session(place=house.other))
    below = EstablishmentFactory(parent=house.mine)
    above = session(place=house.mine)
    user = UserFactory(roles=[Role.FACILITY_HR])
    RemitFactory(user=user, role=Role.FACILITY_HR, establishment=below)
    pass_both_steps(client, user)
    say_purpose()

    assert client.get(elsewhere).status_code == 404
    assert client.post(elsewhere).status_code in {404, 405}
    answer = client.get(address(name, above)) if name != "leave" else None
    if answer is not None:
        assert answer.status_code == (200 if name in BELOW else 404)


@pytest.mark.parametrize("name", OPEN_TO)
def test_teacher_opens_what_is_of_her_own_session_without_a_purpose(
    client, house, name
):
    teacher = StaffMemberFactory()
    mine = session(place=house.mine, teacher=teacher)
    other = session(place=house.mine)
    client.force_login(teacher.user)

    answer = client.get(address(name, mine))

    assert answer.status_code == (200 if name in TAUGHT else 404)
    if name in TAUGHT:
        assert client.get(address(name, other)).status_code == 404


def test_officer_below_reads_and_takes_off_her_own_people_alone(
    client, house, enter, say_purpose
):
    planned = session(place=house.other, seats=9)
    ours, theirs = registered(planned, 2)
    below = EstablishmentFactory(parent=house.other)
    ours.learner.appointments.update(establishment=below)
    RemitFactory(
        user=enter(Role.FACILITY_HR), role=Role.FACILITY_HR, establishment=below
    )
    say_purpose()

    answer = client.get(planned.get_absolute_url())

    assert [row for row, _trouble in answer.context["seated"]] == [ours]
    theirs, others = (
        reverse("desk:sessions:leave", args=[planned.key, row.key])
        for row in (ours, theirs)
    )
    assert client.get(others).status_code == 404
    assert client.get(theirs).status_code == 200
    assert Registration.objects.standing().count() == 2


def test_pages_ask_no_more_for_three_than_for_one(client, house, enter, say_purpose):
    enter(Role.FACILITY_HR)
    say_purpose()
    course = classroom_course()
    planned = session(2, place=house.mine, seats=9, course=course)

    def costs(number):
        registered(planned, number)
        for person in people(house.mine, number):
            RequirementFactory(course=course, post=person.appointments.get().post)
        note_all(planned)
        found = {}
        for name in ("list", "session", "attendance", "close", "register"):
            wanted = address(name, planned)
            client.get(wanted)  # what waits to be reckoned is reckoned now
            with CaptureQueriesContext(connection) as asked:
                assert client.get(wanted).status_code == 200
            found[name] = len(asked)
        return found

    one = costs(1)
    for _n in range(2):
        session(place=house.mine)
    assert costs(2) == one
