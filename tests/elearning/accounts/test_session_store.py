"""Where an account is open, and how to end what is open elsewhere."""

from datetime import timedelta

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from elearning.accounts.open_sessions import remove_expired_sessions
from elearning.accounts.user_agents import parse_user_agent
from elearning.audit.models import Entry
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
URL = "/kk/account/sessions/"
PASSWORD = "four calm words"
PHONE = (
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/143.0.0.0 Mobile Safari/537.36"
)


@pytest.fixture
def user():
    return UserFactory(password=PASSWORD)


def signed_in(user, agent=""):
    browser = Client(headers={"user-agent": agent})
    form = {"login": user.staff_number, "password": PASSWORD}
    browser.post("/kk/account/login/", form)
    return browser


def shown(browser):
    page = browser.get(URL)
    return [(str(one.device), one.is_current) for one in page.context["sessions"]]


def test_person_sees_her_devices_in_words_and_no_address_of_a_machine(user):
    here = signed_in(user)
    signed_in(user, PHONE)
    signed_in(UserFactory(password=PASSWORD))

    text = here.get(URL).text

    assert shown(here) == [
        ("Атауын көрсетпейтін браузер", True),
        ("Chrome, Android", False),
    ]
    assert "127.0.0.1" not in text
    assert "Mozilla" not in text


def test_one_session_is_ended_and_the_others_go_on(user):
    here, phone, desk = signed_in(user), signed_in(user, PHONE), signed_in(user)
    (key,) = (
        one.pk for one in here.get(URL).context["sessions"] if one.device.is_carried
    )

    here.post(URL, {"session": key})

    codes = [browser.get(URL).status_code for browser in (here, phone, desk)]
    assert codes == [200, 302, 200]
    ended = Entry.objects.get(action="accounts.sessions_ended")
    assert (ended.by, ended.details) == (user, {"number": 1})


def test_all_others_are_ended_at_once(user):
    here, *others = (signed_in(user) for _browser in range(3))

    here.post(URL)

    assert [browser.get(URL).status_code for browser in others] == [302, 302]
    assert len(shown(here)) == 1


@pytest.mark.parametrize("key", ["", "x", "0", "-1", "9" * 40])
def test_session_of_somebody_else_or_none_is_not_ended(user, key):
    here, there = signed_in(user), signed_in(user)
    stranger = signed_in(UserFactory(password=PASSWORD))
    (foreign,) = stranger.get(URL).context["sessions"]

    here.post(URL, {"session": key})
    here.post(URL, {"session": foreign.pk})

    codes = [browser.get(URL).status_code for browser in (here, there, stranger)]
    assert codes == [200, 200, 200]


def test_session_that_was_idle_for_too_long_is_not_open(user):
    with time_machine.travel(timezone.now() - timedelta(minutes=21)):
        signed_in(user, PHONE).get(URL)

    assert len(shown(signed_in(user))) == 1


def test_expired_sessions_go_with_what_was_noted_of_their_devices(user):
    signed_in(user, PHONE)
    here = signed_in(user)
    gone = Session.objects.exclude(pk=here.session.session_key)
    gone.update(expire_date=timezone.now())
    UserSession.objects.update(last_seen_at=timezone.now() - timedelta(hours=13))

    assert remove_expired_sessions(timezone.now()) == 1
    assert remove_expired_sessions(timezone.now()) == 0
    assert UserSession.objects.get().session_key == here.session.session_key
    assert here.get(URL).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_the_same_for_many(user, count, django_assert_num_queries):
    here, *_others = (signed_in(user) for _browser in range(count))
    here.get(URL)

    with django_assert_num_queries(5):
        here.get(URL)


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0", "Firefox, Linux"),
        (
            "Mozilla/5.0 (Windows NT 10.0) Chrome/143 Safari/537 Edg/143",
            "Microsoft Edge, Windows",
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0) Chrome/142 YaBrowser/26 Safari/537",
            "Yandex Browser, Windows",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Safari/604",
            "Safari, iPhone",
        ),
        ("<script>", "Атауын көрсетпейтін браузер"),
    ],
)
def test_device_is_named_in_words(agent, words):
    assert str(parse_user_agent(agent)) == words
