"""What was typed and not sent: its owner's alone, within limits, and over nothing newer."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from elearning.autosave import autosaved_forms
from elearning.autosave.autosave_payload import AutosavePayload
from elearning.autosave.models import UnsentForm
from tests.factories.accounts import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database_vendor]
ERASURE, NOTICES = "/kk/my/records/erasure/", "/kk/notices/"
TYPED = {"reason": ["", "Ескі жауаптарымды өшіріңіз"]}
KEY = "abc123-0f"


@pytest.fixture(autouse=True)
def _fresh_limits():
    from django.core.cache import cache

    cache.clear()


@pytest.fixture
def user(client):
    user = UserFactory()
    client.force_login(user)
    return user


def send(client, user, entries=TYPED, **changed):
    sent = {"key": KEY, "address": ERASURE, "form": "#1", "version": "a1"} | changed
    sent["entries"] = entries if isinstance(entries, str) else json.dumps(entries)
    return client.post(f"{reverse('unsent:keep')}?whose={user.page_mark}", sent)


def take(client, now, *, key=KEY, version="a1"):
    sent = {"key": key, "version": version, "fields": json.dumps(now)}
    return client.post(reverse("unsent:take"), sent)


def offered(client, address=NOTICES):
    return [row.key for row in client.get(address).context["unsent"]["offered"]]


def rows():
    own = UnsentForm.objects.filter(is_settled=False)
    return list(own.values_list("address", "form", "entries"))


def keep(user, at, **changed):
    entry = {"reason": {"was": "", "words": "Ескі"}}
    facts = {"key": KEY, "address": ERASURE, "form": "#1", "version": "a1"} | changed
    return autosaved_forms.save_entries(
        user, AutosavePayload(**facts, entries=entry), at=at
    )


@pytest.mark.parametrize(
    "entries",
    [
        "",
        "nonsense",
        "[" * 5000,
        "[]",
        '{"reason": "words"}',
        '{"reason": ["words"]}',
        '{"reason": ["", 1]}',
        '{"reason": ["UPPER", "words"]}',
        '{"reason": ["", "a\\u0000b"]}',
        '{"reason": ["", "' + "а" * 64_000 + '"]}',
    ],
    ids=[
        "none",
        "nonsense",
        "deep",
        "list",
        "bare",
        "single",
        "number",
        "digest",
        "NUL",
        "long",
    ],
)
def test_entries_that_no_form_sends_are_refused_in_words(client, user, entries):
    answer = send(client, user, entries)

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
    assert send(client, user, address=address).status_code == 422
    assert rows() == []


@pytest.mark.parametrize("key", ["", "A B", "a" * 41, "a\0", "-a"])
def test_key_that_no_page_makes_is_refused(client, user, key):
    assert send(client, user, key=key).status_code == 422


def test_secrets_and_blanks_are_left_out_whoever_sends_them(client, user):
    secrets = {
        name: ["", "x"] for name in ("password", "csrfmiddlewaretoken", "otp_code")
    }
    blanks = {"title": ["a1", " \n"], "gone": None}

    send(client, user, TYPED | secrets | blanks)

    kept = {"reason": {"was": "", "words": TYPED["reason"][1]}}
    assert rows() == [(ERASURE, "#1", kept)]


def test_nothing_is_kept_without_a_session_a_token_or_a_post(client):
    user = UserFactory()
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(user)

    assert send(client, user).status_code == 302
    assert send(strict, user).status_code == 403
    strict.get(reverse("unsent:keep"), {"address": ERASURE})
    assert rows() == []


def test_page_of_somebody_else_keeps_nothing_for_whoever_signed_in_since(client, user):
    assert send(client, UserFactory()).status_code == 403
    assert rows() == []


def test_thirty_a_minute_are_kept_and_no_more(client, user):
    said = [send(client, user).status_code for _time in range(31)]

    assert said == [200] * 30 + [429]


def test_form_is_kept_once_with_what_was_typed_last(client, user):
    send(client, user, {"reason": ["", "Ескі"], "note": ["a1", "Жазба"]})
    send(client, user, {"reason": ["", "Жаңа"], "note": None})

    kept = {name: one["words"] for name, one in rows()[0][2].items()}
    assert kept == {"reason": "Жаңа", "note": "Жазба"}
    send(client, user, {})
    assert rows() == []


def test_twenty_forms_wait_and_the_oldest_give_way(user):
    now = timezone.now()
    for number in range(25):
        at = now + timedelta(seconds=number)
        keep(user, at, key=f"k{number}", form=f"#{number}")

    assert [form for _a, form, _e in rows()] == [f"#{n}" for n in range(5, 25)]


def test_owner_is_offered_it_on_that_page_and_nobody_else_is(client, user):
    other, elsewhere = Client(), Client()
    other.force_login(UserFactory())
    elsewhere.force_login(user)
    send(client, user, address=NOTICES)

    assert offered(elsewhere, "/kk/my/") == []
    assert offered(client) == [KEY]
    assert offered(other) == []
    assert take(other, {"reason": ""}).json() == {"is_settled": True}
    other.post(reverse("unsent:discard"), {"address": NOTICES, "key": KEY})
    assert len(rows()) == 1
    page = client.get(NOTICES).text
    assert "Ескі" not in page  # the words come when they are taken over


def test_words_fill_what_is_as_it_was_and_stand_beside_what_is_newer(client, user):
    typed = {
        "same": ["a1", "бірінші"],
        "blank": ["", "екінші"],
        "newer": ["a1", "үшінші"],
        "filled": ["", "төртінші"],
        "gone": ["a1", "бесінші"],
        "unknown": [None, "алтыншы"],
        "unknown-blank": [None, "жетінші"],
    }
    send(client, user, typed)
    now = {
        "same": "a1",
        "blank": "",
        "newer": "b2",
        "filled": "c3",
        "unknown": "d4",
        "unknown-blank": "",
    }

    taken = take(client, now, version="b2").json()

    fitting = ("same", "blank", "unknown-blank")
    words = {name: pair[1] for name, pair in typed.items()}
    assert taken == {
        "fill": {name: words[name] for name in fitting},
        "beside": {name: words[name] for name in words if name not in fitting},
        "is_older": True,
    }
    assert take(client, now).json()["is_older"] is False
    assert len(rows()) == 1  # it is taken over, and still not sent


@pytest.mark.parametrize("fields", ["", "[]", '{"a": 1}', '{"a": "UPPER"}'])
def test_digests_that_no_page_makes_are_refused(client, user, fields):
    sent = {"key": KEY, "version": "a1", "fields": fields}

    assert client.post(reverse("unsent:take"), sent).status_code == 422


def test_owner_discards_it_and_sees_the_page_as_it_is(client, user):
    send(client, user, address=NOTICES)

    answer = client.post(reverse("unsent:discard"), {"address": NOTICES, "key": KEY})

    assert (answer.status_code, answer.url) == (302, NOTICES)
    assert offered(client) == []
    assert rows() == []


@pytest.mark.parametrize("address", ["//elsewhere.example/", "https://elsewhere.kz"])
def test_discarding_leads_to_no_other_site(client, user, address):
    answer = client.post(reverse("unsent:discard"), {"address": address})

    assert answer.url == "/"


def test_form_that_was_sent_is_forgotten_and_one_that_was_refused_is_not(client, user):
    read = {"notice": "x"}
    send(client, user, address=NOTICES)

    client.post(reverse("account_change_password"), {"unsent": "nonsense\0"})
    client.post("/kk/no-such-page/", read | {"unsent": KEY})
    assert len(rows()) == 1
    client.post(reverse("notices:read"), read | {"unsent": KEY})
    assert rows() == []
    assert offered(client) == []


def test_save_that_was_on_its_way_when_the_form_was_sent_keeps_nothing(client, user):
    client.post(reverse("notices:read"), {"notice": "x", "unsent": KEY})

    assert send(client, user, address=NOTICES).json() == {"is_settled": True}
    assert rows() == []


def test_form_of_somebody_else_is_not_forgotten(client, user):
    send(client, user, address=NOTICES)
    client.force_login(UserFactory())

    client.post(reverse("notices:read"), {"notice": "x", "unsent": KEY})

    assert len(rows()) == 1


def test_newest_of_a_form_is_offered_and_then_what_another_tab_kept(client, user):
    send(client, user, address=NOTICES)
    send(client, user, address=NOTICES, key="later")

    assert offered(client) == ["later"]
    client.post(reverse("notices:read"), {"notice": "x", "unsent": "later"})
    assert offered(client) == [KEY]


def test_what_nobody_came_back_for_goes_after_a_day(user):
    at = timezone.now()
    for form, hours in (("1", 24), ("2", 23)):
        keep(user, at - timedelta(hours=hours), key=form, form=form)

    waiting = autosaved_forms.list_offered_forms(user, ERASURE, at=at)
    assert [row.form for row in waiting] == ["2"]
    assert autosaved_forms.remove_expired_forms(at) == 1
    assert [row.form for row in UnsentForm.objects.all()] == ["2"]


@pytest.mark.parametrize("count", [1, 3])
def test_page_asks_once_for_what_waits_on_it(
    client, user, django_assert_num_queries, count
):
    for number in range(count):
        send(client, user, address=NOTICES, key=f"k{number}", form=f"#{number}")
    client.get(NOTICES)

    with django_assert_num_queries(4):
        client.get(f"{NOTICES}?page=1")
    with django_assert_num_queries(5):
        client.get(NOTICES)


def test_owner_who_signs_in_afterwards_is_offered_it(client, user):
    send(client, user, address=NOTICES)
    later = Client()
    later.force_login(user)

    assert offered(later) == [KEY]
