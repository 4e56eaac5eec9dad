"""A form sent after its session had ended: for the person whose session it was, once."""

import time

import pytest
from django.urls import reverse

from elearning.accounts.roles import Role
from elearning.autosave.models import KEPT_FOR
from tests.factories.accounts import UserFactory, let_lie, pass_both_steps

pytestmark = pytest.mark.django_db
NEW = reverse("desk:rules:new")
ENTRIES = {"months": "12", "ends_on": "2030-01-01"}


@pytest.fixture
def officer(sign_in, client):
    officer = UserFactory(roles=[Role.MINISTRY_HR])
    sign_in(officer)
    return officer


def lie_idle(client):
    let_lie([client.session.session_key], 3600)


def come_back(client, user):
    """Sign in in the same browser, with the second step."""
    pass_both_steps(client, user)


def shown(client):
    form = client.get(NEW).context["form"]
    return form["months"].value() if form.is_bound else None


def test_same_person_finds_the_form_as_it_was_sent_once(client, officer):
    lie_idle(client)
    answer = client.post(NEW, ENTRIES)
    assert reverse("account_login") in answer.url

    come_back(client, officer)
    page = client.get(NEW)

    assert page.context["form"]["months"].value() == "12"
    assert len(list(page.context["messages"])) >= 1
    assert shown(client) is None


def test_nobody_else_finds_it_and_it_is_gone_then(client, officer):
    lie_idle(client)
    client.post(NEW, ENTRIES)

    come_back(client, UserFactory(roles=[Role.MINISTRY_HR]))
    assert shown(client) is None
    assert "late_post" not in client.session


def test_nothing_is_kept_where_no_session_has_ended(client, officer):
    client.logout()

    client.post(NEW, ENTRIES)
    assert not client.session.keys()
    come_back(client, officer)

    assert shown(client) is None


def test_it_waits_for_a_day_at_its_own_address(client, officer):
    lie_idle(client)
    client.post(f"{NEW}?from=1", ENTRIES)
    come_back(client, officer)
    assert shown(client) is None  # another address

    session = client.session
    session["late_post"] |= {"at": time.time() - KEPT_FOR.total_seconds() - 1}
    session.save()
    assert not client.get(f"{NEW}?from=1").context["form"].is_bound
