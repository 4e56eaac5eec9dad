"""A session nobody uses: it ends by the server's clock, and only its owner goes on there."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from elearning.accounts.session_store import SessionStore
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
LEFT = "/kk/account/session/"
LOGIN = "/kk/account/login/"
PING = "/studio/editing-sessions/ping/content/lessonpage/1/1/"
PAGE = "/kk/account/reading/?next=/kk/my/"
PASSWORD = "кең-дала-9"
NOW = timezone.now()


@pytest.fixture(autouse=True)
def _fresh_limits():
    from django.core.cache import cache

    cache.clear()


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def user(client, clock):
    user = UserFactory(password=PASSWORD)
    client.force_login(user)
    client.get(PAGE)
    return user


def left(client):
    return client.get(LEFT, headers={"X-By-Itself": "1"}).json()["left"]


def leave(client, page):
    """Go from ``page`` to the sign-in, as its script does when the session is over."""
    client.get(LOGIN, headers={"Referer": f"http://testserver{page}"})


def sign_in(client, user, **sent):
    form = {"login": user.staff_number, "password": PASSWORD} | sent
    return client.post(LOGIN, form).url


def test_asking_how_long_it_lasts_keeps_no_session_alive(client, user, clock):
    clock.shift(timedelta(minutes=15))

    assert left(client) == left(client) == 300
    assert Client().get(LEFT).json() == {"left": 0}


@pytest.mark.parametrize(
    ("idle", "seconds"),
    [("0", 1200), ("240", 960), ("9999999999", 300), ("x", 1200), ("-5", 1200)],
)
def test_somebody_at_work_stays_for_as_long_as_since_she_last_stirred(
    client, user, clock, idle, seconds
):
    clock.shift(timedelta(minutes=15))

    answer = client.post(LEFT, {"idle": idle}, headers={"X-By-Itself": "1"})

    assert answer.json() == {"left": seconds}
    assert left(client) == seconds


def test_what_scripts_fetch_is_answered_to_nobody_and_ends_no_session(
    client, user, clock
):
    clock.shift(timedelta(minutes=20, seconds=1))

    asked = client.get(LEFT, headers={"X-By-Itself": "1"})
    pinged = client.post(PING)
    fetched = client.get(pinged.url, headers={"Sec-Fetch-Dest": "empty"})
    assert asked.json() == {"left": 0}
    assert pinged.url.startswith("/kk/account/login/")
    assert fetched.status_code == 200
    assert "_auth_user_id" in client.session


def test_page_that_goes_to_the_sign_in_ends_a_session_that_is_over(client, user, clock):
    clock.shift(timedelta(minutes=20, seconds=1))
    leave(client, PAGE)

    assert "_auth_user_id" not in client.session


def test_request_beside_another_takes_back_nobody_whom_that_has_seen(
    client, user, clock
):
    beside = SessionStore(client.session.session_key)
    beside["unsent"] = [PAGE]  # read before
    clock.shift(timedelta(minutes=15))
    client.post(LEFT, {"idle": "0"}, headers={"X-By-Itself": "1"})
    beside.save()

    assert left(client) == 1200
    assert client.session["unsent"] == [PAGE]


def test_same_person_goes_on_where_her_session_ended(client, user, clock):
    clock.shift(timedelta(minutes=21))
    leave(client, PAGE)

    assert sign_in(client, user) == PAGE
    assert "left_idle" not in client.session


def test_somebody_else_begins_at_her_own_page_whatever_the_address_says(
    client, user, clock
):
    clock.shift(timedelta(minutes=21))
    door = client.get(PAGE)
    other = UserFactory(password=PASSWORD, language="ru")

    assert "next=" in door.url
    assert sign_in(client, other, next=PAGE) == "/ru/my/"


@pytest.mark.parametrize(
    "came", ["", "http://elsewhere.example/kk/my/", "http://testserver/xapi/about"]
)
def test_place_that_is_no_page_of_ours_is_not_gone_back_to(client, user, clock, came):
    clock.shift(timedelta(minutes=21))
    client.get(LOGIN, headers={"Referer": came})

    assert sign_in(client, user) == "/kk/my/"


def test_page_of_somebody_else_has_no_session_any_more(client, user, clock):
    asked = re.search(rf'data-url="({LEFT}[^"]+)"', client.get(PAGE).text)[1]
    other = UserFactory(password=PASSWORD)
    client.logout()
    client.force_login(other)

    assert client.get(asked).json() == {"left": 0}
    assert client.post(asked, {"idle": "0"}).json() == {"left": 0}
    assert left(client) == 1200
    client.force_login(user)
    assert client.get(asked).json() == {"left": 1200}


def test_studio_is_gone_back_to_and_its_own_questions_keep_no_session_alive(
    client, user, clock
):
    clock.shift(timedelta(minutes=15))
    client.post(PING)
    assert left(client) == 300

    clock.shift(timedelta(minutes=6))
    client.post(PING)
    leave(client, "/studio/pages/7/edit/")
    assert sign_in(client, user) == "/studio/pages/7/edit/"


def test_session_ends_after_twelve_hours_though_somebody_is_always_there(
    client, user, clock
):
    for _quarter in range(47):
        clock.shift(timedelta(minutes=15))
        assert client.get(PAGE).status_code == 200
    assert left(client) == 15 * 60

    clock.shift(timedelta(minutes=14, seconds=59))
    client.post(LEFT, {"idle": "0"}, headers={"X-By-Itself": "1"})
    assert left(client) == 1
    clock.shift(timedelta(seconds=2))
    assert client.get(PAGE).status_code == 302
    assert sign_in(client, user) == PAGE
    assert left(client) == 1200
