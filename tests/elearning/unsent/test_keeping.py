"""What was typed and not sent: kept for its owner alone, within limits, for a day."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from elearning.unsent import keeping
from elearning.unsent.models import UnsentForm
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
ERASURE = "/kk/my/records/erasure/"
TYPED = {"reason": ["Ескі жауаптарымды өшіріңіз"]}


@pytest.fixture(autouse=True)
def _fresh_limits():
    from django.core.cache import cache

    cache.clear()


@pytest.fixture
def user(client):
    user = UserFactory()
    client.force_login(user)
    return user


def send(client, entries=TYPED, *, address=ERASURE, form="#1"):
    sent = {"address": address, "form": form, "entries": json.dumps(entries)}
    return client.post(reverse("unsent:keep"), sent)


def rows():
    return list(UnsentForm.objects.values_list("address", "form", "entries"))


@pytest.mark.parametrize(
    "entries",
    [
        "",
        "nonsense",
        "[" * 5000,
        "[]",
        '{"reason": "words"}',
        '{"reason": [1]}',
        '{"reason": [["words"]]}',
        '{"reason": ["a\\u0000b"]}',
        '{"reason": ["' + "а" * 64_000 + '"]}',
    ],
    ids=["none", "nonsense", "deep", "list", "bare", "number", "nested", "NUL", "long"],
)
def test_entries_that_no_form_sends_are_refused_in_words(client, user, entries):
    sent = {"address": ERASURE, "form": "#1", "entries": entries}

    answer = client.post(reverse("unsent:keep"), sent)

    assert answer.status_code == 422
    assert "Нысанды" in answer.json()["error"]
    assert rows() == []


@pytest.mark.parametrize(
    "address",
    [
        "",
        "https://elsewhere.example/kk/my/",
        "//elsewhere.example/kk/my/",
        "javascript:alert(1)",
        "/my/records/",
        "/xapi/statements",
        "/kk/no-such-page/at/all/",
        "/kk/my/\0",
        "/kk/my/?" + "a" * 500,
        "/kk/account/password/",
        "/ru/account/login/",
        "/kk/exams/attempts/00000000-0000-0000-0000-000000000000/",
    ],
)
def test_nothing_is_kept_of_doors_exams_and_other_places(client, user, address):
    answer = send(client, address=address)

    assert answer.status_code == 422
    assert rows() == []


def test_passwords_and_tokens_are_left_out_whoever_sends_them(client, user):
    secrets = {"password": ["x"], "csrfmiddlewaretoken": ["y"], "otp_code": ["z"]}

    send(client, TYPED | secrets)

    assert rows() == [(ERASURE, "#1", TYPED)]


def test_nothing_is_kept_without_a_session_a_token_or_a_post(client):
    user = UserFactory()
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(user)

    assert send(client).status_code == 302
    assert send(strict).status_code == 403
    strict.get(reverse("unsent:keep"), {"address": ERASURE})
    assert rows() == []


def test_thirty_a_minute_are_kept_and_no_more(client, user):
    said = [send(client).status_code for _time in range(31)]

    assert said == [200] * 30 + [429]


def test_a_form_is_kept_once_with_what_was_typed_last(client, user):
    first = send(client, {"reason": ["Ескі"]}).json()["key"]
    last = send(client).json()["key"]

    assert first == last
    assert rows() == [(ERASURE, "#1", TYPED)]


def test_twenty_forms_wait_and_the_oldest_give_way(user):
    now = timezone.now()
    for number in range(25):
        at = now + timedelta(seconds=number)
        keeping.keep(user, ERASURE, f"#{number}", json.dumps(TYPED), at=at)

    forms = [form for _address, form, _entries in rows()]

    assert forms == [f"#{number}" for number in range(5, 25)]


def test_owner_finds_it_again_on_that_page_and_nobody_else_does(client, user):
    key = send(client).json()["key"]
    other, elsewhere = Client(), Client()
    other.force_login(UserFactory())
    elsewhere.force_login(user)

    page = elsewhere.get("/kk/notices/").context["unsent"]
    send(client, address="/kk/notices/")
    own = client.get("/kk/notices/").context["unsent"]["forms"]
    others = other.get("/kk/notices/").text

    assert page["forms"] == ""
    assert [one["entries"] for one in json.loads(own)] == [TYPED]
    assert "Ескі" not in others
    other.post(reverse("unsent:discard"), {"address": ERASURE, "unsent": key})
    assert len(rows()) == 2


def test_owner_discards_it_and_sees_the_page_as_it_is(client, user):
    send(client, address="/kk/notices/")

    answer = client.post(reverse("unsent:discard"), {"address": "/kk/notices/"})

    assert (answer.status_code, answer.url) == (302, "/kk/notices/")
    assert client.get("/kk/notices/").context["unsent"]["forms"] == ""
    assert rows() == []


@pytest.mark.parametrize("address", ["//elsewhere.example/", "https://elsewhere.kz"])
def test_discarding_leads_to_no_other_site(client, user, address):
    answer = client.post(reverse("unsent:discard"), {"address": address})

    assert answer.url == "/"


def test_form_that_was_sent_is_forgotten_and_one_that_was_refused_is_not(client, user):
    read = {"notice": "x"}
    key = send(client, address="/kk/notices/").json()["key"]

    client.post(reverse("account_change_password"), {"unsent": "nonsense\0"})
    client.post("/kk/no-such-page/", read | {"unsent": key})
    assert len(rows()) == 1
    client.post(reverse("notices:read"), read | {"unsent": key})
    assert rows() == []


def test_form_of_somebody_else_is_not_forgotten(client, user):
    key = send(client, address="/kk/notices/").json()["key"]
    client.force_login(UserFactory())

    client.post(reverse("notices:read"), {"notice": "x", "unsent": key})

    assert len(rows()) == 1


def test_what_nobody_came_back_for_goes_after_a_day(user):
    at = timezone.now()
    for form, hours in (("#1", 24), ("#2", 23)):
        before = at - timedelta(hours=hours)
        keeping.keep(user, ERASURE, form, json.dumps(TYPED), at=before)

    assert [row.form for row in keeping.waiting(user, ERASURE, at=at)] == ["#2"]
    assert keeping.remove_old(at) == 1
    assert [row.form for row in UnsentForm.objects.all()] == ["#2"]


@pytest.mark.parametrize("count", [1, 3])
def test_page_asks_once_for_what_waits_on_it(
    client, user, django_assert_num_queries, count
):
    for number in range(count):
        send(client, address="/kk/notices/", form=f"#{number}")
    client.get("/kk/notices/")

    with django_assert_num_queries(4):
        client.get("/kk/notices/?page=1")
    with django_assert_num_queries(5):
        client.get("/kk/notices/")
