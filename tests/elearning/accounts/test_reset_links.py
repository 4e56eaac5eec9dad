"""A link to a new password opens what its owner could open when it was mailed, and briefly."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from elearning.accounts.roles import Role
from elearning.audit.models import Entry
from elearning.staff.remit_grants import grant_remit
from tests.factories.accounts import UserFactory
from tests.factories.staff import EstablishmentFactory

pytestmark = pytest.mark.django_db
OLD, NEW = "кең-дала-9", "тұнық-бұлақ-47"


def link_mailed_to(client, user):
    client.post(reverse("account_reset_password"), {"email": user.email})
    (link,) = re.findall(
        r"^http://localhost:8000(.*)$", mail.outbox[-1].body, re.MULTILINE
    )
    return link


def use(client, link):
    """Follow ``link`` and choose ``NEW``; return whether it asks for a password."""
    page = client.get(link, follow=True)
    if page.redirect_chain:
        link = page.redirect_chain[-1][0]
        client.post(link, {"password1": NEW, "password2": NEW})
    return not page.context.get("token_fail", False)


def has_password(user, password):
    user.refresh_from_db()
    return user.check_password(password)


def appoint(user):
    grant_remit(
        user,
        Role.INVIGILATOR,
        EstablishmentFactory(),
        starts_on=timezone.localdate(),
        by=UserFactory(),
    )


def close(user):
    user.is_active = False
    user.save()


@pytest.fixture
def learner():
    return UserFactory(password=OLD, email="a@example.kz", roles=[Role.LEARNER])


def test_link_sets_a_new_password_once_and_the_trail_tells_of_it(client, learner):
    link = link_mailed_to(client, learner)

    assert use(client, link)
    assert has_password(learner, NEW)
    assert not use(client, link)
    told = Entry.objects.filter(action="accounts.password_reset")
    assert [(one.by_id, one.subject_id) for one in told] == [
        (learner.pk, str(learner.pk))
    ]


@pytest.mark.parametrize("meanwhile", [appoint, close], ids=["a role", "closed"])
def test_link_mailed_before_the_account_changed_sets_no_password(
    client, learner, meanwhile
):
    link = link_mailed_to(client, learner)
    meanwhile(learner)

    assert not use(client, link)
    assert has_password(learner, OLD)


@pytest.mark.parametrize("meanwhile", [appoint, close], ids=["a role", "closed"])
def test_link_opened_before_the_account_changed_sets_no_password(
    client, learner, meanwhile
):
    form = client.get(link_mailed_to(client, learner), follow=True).redirect_chain[0][0]
    meanwhile(learner)

    client.post(form, {"password1": NEW, "password2": NEW})

    assert has_password(learner, OLD)


def test_link_mailed_to_a_learner_stays_shut_once_the_role_has_its_second_step(
    client, learner
):
    link = link_mailed_to(client, learner)
    appoint(learner)
    TOTP.activate(learner, "JBSWY3DPEHPK3PXP")

    assert not use(client, link)
    assert use(client, link_mailed_to(client, learner))


def test_link_mailed_with_a_second_step_is_shut_once_that_is_gone(client):
    officer = UserFactory(password=OLD, email="b@example.kz", roles=[Role.FACILITY_HR])
    TOTP.activate(officer, "JBSWY3DPEHPK3PXP")
    link = link_mailed_to(client, officer)
    officer.authenticator_set.all().delete()

    assert not use(client, link)
    assert has_password(officer, OLD)


def test_link_is_too_old_after_some_hours(client, learner, settings):
    assert timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT) <= timedelta(hours=4)
    link = link_mailed_to(client, learner)
    settings.PASSWORD_RESET_TIMEOUT = -1

    assert not use(client, link)


def test_change_of_the_password_by_its_owner_is_in_the_trail(client, learner):
    client.force_login(learner)

    client.post(
        reverse("account_change_password"),
        {"oldpassword": OLD, "password1": NEW, "password2": NEW},
    )

    assert has_password(learner, NEW)
    told = Entry.objects.filter(action="accounts.password_changed")
    assert [(one.by_id, one.subject_id) for one in told] == [
        (learner.pk, str(learner.pk))
    ]
