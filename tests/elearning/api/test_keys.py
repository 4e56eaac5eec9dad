"""Keys of other systems: made by an officer for herself, shown once, ended."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from elearning.accounts.roles import Role
from elearning.api.access_keys import (
    create_access_key,
    find_access_key,
    revoke_access_key,
)
from elearning.api.errors import TokenError
from elearning.api.models import AccessScope, AccessToken
from elearning.audit.models import Entry
from tests.factories.accounts import UserFactory, pass_both_steps

pytestmark = pytest.mark.django_db

TODAY = date(2026, 6, 1)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(TODAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def officer():
    return UserFactory(roles=[Role.FACILITY_HR])


def made(officer, *scopes, until=TODAY + 30 * DAY):
    wanted = scopes or [AccessScope.STAFF_READ]
    return create_access_key(
        by=officer, name="Кадр жүйесі", scopes=wanted, expires_on=until
    )


def test_key_is_found_by_its_text_and_stored_as_a_hash(officer):
    token, text = made(officer, AccessScope.STAFF_READ, AccessScope.REPORTS_READ)

    found = find_access_key(text)

    assert found == token
    assert found.scopes == ["reports:read", "staff:read"]
    row = AccessToken.objects.values().get()
    assert text not in str(row)
    assert row["used_on"] == TODAY
    entry = Entry.objects.get(action="api.key_made")
    assert (entry.by, text in str(entry.details)) == (officer, False)


@pytest.mark.parametrize(
    ("scopes", "until"),
    [([], TODAY), (["staff:read"], TODAY - DAY), (["staff:read"], TODAY + 367 * DAY)],
)
def test_key_without_a_scope_or_with_an_impossible_end_is_refused(
    officer, scopes, until
):
    with pytest.raises(TokenError):
        create_access_key(by=officer, name="x", scopes=scopes, expires_on=until)

    assert not AccessToken.objects.exists()


def test_who_is_no_personnel_officer_gets_no_key():
    with pytest.raises(TokenError):
        made(UserFactory(roles=[Role.ADMINISTRATOR]))


def test_key_opens_nothing_after_its_last_day(officer, today):
    _token, text = made(officer, until=TODAY + DAY)

    today.move_to(TODAY + DAY)
    assert find_access_key(text) is not None
    today.move_to(TODAY + 2 * DAY)
    assert find_access_key(text) is None


def test_key_opens_nothing_once_it_was_ended_or_its_owner_may_no_longer(officer):
    token, text = made(officer)
    _other, second = made(officer)

    revoke_access_key(token, by=officer)
    revoke_access_key(token, by=officer)

    assert find_access_key(text) is None
    assert Entry.objects.filter(action="api.key_ended").count() == 1
    officer.groups.clear()
    assert find_access_key(second) is None


def test_key_of_a_closed_account_opens_nothing(officer):
    _token, text = made(officer)
    officer.is_active = False
    officer.save()

    assert find_access_key(text) is None


@pytest.mark.parametrize("text", ["", "elk_", "elk_" + "x" * 43, "Ә" * 10_000])
def test_wrong_key_finds_nothing(text):
    assert find_access_key(text) is None


def test_officer_makes_a_key_at_the_desk_and_sees_it_once(client, officer):
    pass_both_steps(client, officer)

    answer = client.post(
        reverse("desk:tokens:make"),
        {"name": "Кадр", "scopes": ["staff:read"], "expires_on": "2026-09-01"},
    )

    token = AccessToken.objects.get()
    text = answer.context["text"]
    assert find_access_key(text) == token
    listed = client.get(reverse("desk:tokens:list")).content.decode()
    assert "Кадр" in listed
    assert text not in listed
    client.post(reverse("desk:tokens:end", args=[token.pk]))
    assert find_access_key(text) is None
    gone = client.get(reverse("desk:tokens:end", args=[token.pk]))
    assert gone.status_code == 404


@pytest.mark.parametrize(
    ("role", "statuses"),
    [
        (Role.LEARNER, (404, 404, 404)),
        (Role.TRAINER, (404, 404, 404)),
        (Role.FACILITY_HR, (200, 200, 404)),
        (Role.MINISTRY_HR, (200, 200, 404)),
        (Role.ADMINISTRATOR, (200, 404, 200)),
    ],
)
def test_own_keys_are_for_officers_and_those_of_all_for_administrators(
    client, officer, role, statuses
):
    token, _text = made(officer)
    pass_both_steps(client, UserFactory(roles=[role]))

    doors = [
        reverse("desk:tokens:list"),
        reverse("desk:tokens:make"),
        reverse("desk:tokens:end", args=[token.pk]),
    ]

    assert tuple(client.get(door).status_code for door in doors) == statuses
