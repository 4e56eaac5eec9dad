"""A password that was checked before the account changed is not saved after it."""

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from elearning.accounts import account_changes
from elearning.accounts.account_lifecycle import close_account
from elearning.accounts.roles import Role
from elearning.audit.models import Entry
from tests.elearning.accounts.test_reset_links import (
    NEW,
    OLD,
    appoint,
    link_mailed_to,
)
from tests.factories.accounts import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database_vendor]


class Meanwhile:
    """A rule for passwords, at whose check something else happens to the account."""

    happens = None

    def validate(self, password, user=None):
        type(self).happens(get_user_model().objects.get(pk=user.pk))

    def get_help_text(self):
        return ""


def close(user):
    close_account(user, by=UserFactory(), reason="Кетті")


def begin_anew(user):
    account_changes.reset_credentials(user, by=None)


@pytest.fixture
def meanwhile(settings):
    """Have something happen after a new password was checked, and before it is saved."""

    def have(happen):
        name = f"{__name__}.{Meanwhile.__name__}"
        settings.AUTH_PASSWORD_VALIDATORS = [{"NAME": name}]
        Meanwhile.happens = staticmethod(happen)

    return have


@pytest.fixture
def learner():
    return UserFactory(password=OLD, email="a@example.kz", roles=[Role.LEARNER])


def change(client):
    return client.post(
        reverse("account_change_password"),
        {"oldpassword": OLD, "password1": NEW, "password2": NEW},
        follow=True,
    )


@pytest.mark.parametrize("happen", [close, begin_anew], ids=["closed", "anew"])
def test_change_is_refused_where_the_account_was_closed_or_begins_anew(
    client, learner, meanwhile, happen
):
    client.force_login(learner)
    meanwhile(happen)

    answer = change(client)

    learner.refresh_from_db()
    assert answer.request["PATH_INFO"] == reverse("account_login")
    assert not learner.check_password(NEW)
    assert learner.is_active is (happen is begin_anew)
    assert not Entry.objects.filter(action="accounts.password_changed")


@pytest.mark.parametrize(
    "happen", [close, begin_anew, appoint], ids=["closed", "anew", "a role"]
)
def test_link_is_refused_where_it_would_not_be_mailed_any_more(
    client, learner, meanwhile, happen
):
    form = client.get(link_mailed_to(client, learner), follow=True).redirect_chain[0][0]
    meanwhile(happen)

    answer = client.post(form, {"password1": NEW, "password2": NEW}, follow=True)

    learner.refresh_from_db()
    assert answer.context["token_fail"]
    assert not learner.check_password(NEW)
    assert learner.is_active is (happen is not close)
    assert not Entry.objects.filter(action="accounts.password_reset")


def test_change_writes_the_password_and_nothing_else(client, learner, meanwhile):
    client.force_login(learner)
    meanwhile(lambda user: type(user).objects.filter(pk=user.pk).update(name="Жаңа"))

    change(client)

    learner.refresh_from_db()
    assert (learner.check_password(NEW), learner.name) == (True, "Жаңа")
