"""Who opens which page of the desk of exams; those of another prison: see the doors."""

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.assessment.attempts import extra_time
from courses.desk.exams.urls import urlpatterns
from elearning.accounts.roles import Role
from tests.courses.desk.doors.asking import opened, turned_away
from tests.courses.desk.exams.rooms import open_now, write
from tests.factories.accounts import UserFactory
from tests.factories.assessment import invigilator_at
from tests.factories.staff import RemitFactory

pytestmark = pytest.mark.django_db
HR = {Role.FACILITY_HR, Role.MINISTRY_HR}
OPEN_TO = {
    "find": {Role.TRAINER},
    "learner": {Role.TRAINER},
    "grant-attempt": {Role.TRAINER},
    "extra-time": HR | {Role.TRAINER},
    "end-extra-time": HR | {Role.TRAINER},
    "sittings": HR | {Role.TRAINER, Role.INVIGILATOR},
    "sitting": HR | {Role.TRAINER, Role.INVIGILATOR},
    "plan": HR | {Role.TRAINER},
    "cancel": HR | {Role.TRAINER},
    "move": HR | {Role.TRAINER},
    "pass-on": HR | {Role.TRAINER},
    "minutes": {Role.INVIGILATOR},
}


def extra(person):
    return extra_time.grant_extra_time(
        person,
        minutes=10,
        starts_on=timezone.localdate(),
        ends_on=timezone.localdate(),
        reason="Шешім № 12",
        by=UserFactory(),
    )


def address(name, enrolment, place):
    here = open_now(enrolment, place, invigilator_at(place))
    arguments = {
        "learner": lambda: [enrolment.learner.key],
        "extra-time": lambda: [enrolment.learner.key],
        "grant-attempt": lambda: [enrolment.learner.key, enrolment.key],
        "end-extra-time": lambda: [
            enrolment.learner.key,
            extra(enrolment.learner).pk,
        ],
        "sitting": lambda: [here.key],
        "cancel": lambda: [here.key],
        "move": lambda: [here.key],
        "pass-on": lambda: [here.key],
        "minutes": lambda: [here.key, write(enrolment, here).key],
    }
    return reverse(f"desk:exams:{name}", args=arguments.get(name, list)())


def test_every_page_has_a_row_in_the_matrix():
    assert {pattern.name for pattern in urlpatterns} == set(OPEN_TO)


@pytest.fixture
def addresses(house, enrol):
    enrolment = enrol()
    return {name: address(name, enrolment, house.mine) for name in OPEN_TO}


def test_pages_send_strangers_to_the_door(client, addresses):
    assert turned_away(client, addresses) == set(OPEN_TO)


def test_pages_open_to_their_roles_alone(client, sign_in, addresses):
    assert opened(client, sign_in, addresses) == OPEN_TO


def test_a_remit_in_another_role_opens_nothing(house, enrol, client):
    user = UserFactory(roles=[Role.TRAINER])
    RemitFactory(user=user, role=Role.INVIGILATOR, establishment=house.mine)
    client.force_login(user)
    session = client.session
    session["second_factor"] = True
    session.save()

    answer = client.get(address("learner", enrol(), house.mine))

    assert answer.status_code == 404
