"""No code of a learner opens the account of an officer, whatever happens at one moment."""

import time
from threading import Event

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from elearning.accounts import account_changes
from elearning.accounts.models import Activation
from elearning.accounts.roles import Role
from elearning.staff.remit_grants import grant_remit
from tests.factories.accounts import UserFactory
from tests.factories.staff import AppointmentFactory, EstablishmentFactory
from tests.racing import race

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database_vendor]
#: So long one of two waits for what the other does, in seconds, where a lock keeps it.
_WHILE = 1
_FACTS = {"reason": "Бұйрық № 7", "at": timezone.now()}


class SlowPost(EmailBackend):
    """A mail server that takes its time."""

    asked, answers = Event(), Event()

    def send_messages(self, messages):
        self.asked.set()
        self.answers.wait(_WHILE)
        return super().send_messages(messages)


@pytest.fixture
def slow_post(settings):
    SlowPost.asked.clear()
    SlowPost.answers.clear()
    backend = f"{__name__}.{SlowPost.__name__}"
    settings.MAILERS = {"default": {"BACKEND": backend}}
    return SlowPost


@pytest.fixture
def person(house):
    user = UserFactory(roles=[Role.LEARNER], email="a@example.kz")
    return AppointmentFactory(
        establishment=house.mine, staff_member__user=user
    ).staff_member


def usable(person):
    return Activation.objects.usable(timezone.now()).filter(user=person.user)


def mail_code(client, person):
    return client.post(reverse("desk:mail-code", args=[person.key]))


def test_code_under_way_to_the_mail_server_does_not_outlive_a_new_role(
    client, person, enter, slow_post
):
    proposer, mailer = (
        UserFactory(roles=[Role.ADMINISTRATOR]),
        enter(Role.ADMINISTRATOR),
    )
    change = account_changes.propose_central_roles(
        person.user, roles=[Role.SAFEGUARD_REVIEWER], by=proposer, **_FACTS
    )

    def act(number):
        if number == 0:
            return mail_code(client, person)
        slow_post.asked.wait(_WHILE)
        account_changes.decide_account_change(
            change, is_confirmed=True, by=mailer, **_FACTS
        )
        return slow_post.answers.set()

    race(act, threads=2)

    assert person.user.groups.filter(name=Role.SAFEGUARD_REVIEWER)
    assert not usable(person)


def test_no_code_is_mailed_by_whoever_is_giving_a_role_at_that_moment(
    client, person, enter
):
    granter, is_given = enter(Role.ADMINISTRATOR), Event()

    def act(number):
        if number == 0:
            is_given.wait(_WHILE)
            return mail_code(client, person)
        with transaction.atomic():
            grant_remit(
                person.user,
                Role.TRAINER,
                EstablishmentFactory(),
                starts_on=timezone.localdate(),
                by=granter,
            )
            is_given.set()
            return time.sleep(_WHILE)

    race(act, threads=2)

    assert not usable(person)
    assert mail.outbox == []
