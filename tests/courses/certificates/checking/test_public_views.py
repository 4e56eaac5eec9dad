import json
import logging
from datetime import date

import pytest
from django.core.cache import cache
from django.urls import reverse

from courses.certificates import numbering
from courses.certificates.checking import throttling
from tests.factories.certificates import CertificateFactory

pytestmark = pytest.mark.django_db

JSON = {"Accept": "application/json"}


@pytest.fixture(autouse=True)
def _fresh_counters():
    cache.clear()


@pytest.fixture
def certificate():
    return CertificateFactory(
        completion__edition__course__code="C1",
        edition_number=3,
        expires_on=date(2999, 3, 2),
        holder_name="Қыдырбаева Әсел",
    )


def address(code):
    return reverse("certificates:verify", args=[code])


# --- what is wrong ------------------------------------------------------------------


@pytest.mark.parametrize(
    "code", ["D2Y91A63YRQFGVWFFRMN517TS0E8", "x", "Қ" * 28, "' OR 1=1", "a\x00b"]
)
def test_unknown_code_is_not_found_on_a_clear_page(client, code):
    answer = client.get(address(code))

    assert answer.status_code == 404
    assert answer.templates[0].name == "certificates/unknown.html"


def test_unknown_code_is_told_to_a_machine(client):
    answer = client.get(address(numbering.new_code()), headers=JSON)

    assert answer.status_code == 404
    assert answer.json()["status"] == "unknown"


def test_guessing_finds_nothing_and_is_stopped(client, certificate):
    guesses = [client.get(address(numbering.new_code())) for _try in range(25)]

    statuses = [answer.status_code for answer in guesses]
    assert statuses == [404] * 20 + [429] * 5
    assert guesses[-1].headers["Retry-After"] == "300"
    assert client.get(address(certificate.code)).status_code == 429
    elsewhere = client.get(address(certificate.code), REMOTE_ADDR="10.0.0.9")
    assert elsewhere.status_code == 200


def test_one_network_of_version_six_is_one_guesser(client):
    for number in range(20):
        client.get(address(numbering.new_code()), REMOTE_ADDR=f"2001:db8::{number}")

    answer = client.get(
        address(numbering.new_code()), REMOTE_ADDR="2001:db8::ffff", headers=JSON
    )

    assert answer.status_code == 429
    assert answer.json()["status"] == "refused"


def test_looks_are_counted_too(client, certificate, monkeypatch):
    monkeypatch.setattr(throttling, "LOOKS", throttling.Limit("look", 2))

    statuses = [client.get(address(certificate.code)).status_code for _look in range(3)]

    assert statuses == [200, 200, 429]


def test_names_are_guessed_ten_times_and_no_more(client, certificate):
    answers = [
        client.post(address(certificate.code), {"name": f"Name {number}"})
        for number in range(11)
    ]

    assert [answer.status_code for answer in answers] == [200] * 10 + [429]


def test_names_for_one_certificate_are_counted_from_everywhere(client, certificate):
    statuses = [
        client.post(
            address(certificate.code), {"name": "Name"}, REMOTE_ADDR=f"10.0.0.{number}"
        ).status_code
        for number in range(21)
    ]

    assert statuses == [200] * 20 + [429]


def test_empty_name_is_asked_for_again(client, certificate):
    answer = client.post(address(certificate.code), {"name": " "})

    assert answer.status_code == 422
    assert answer.context["form"].errors == {
        "name": answer.context["form"].errors["name"]
    }


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("7K3Q", "4"),
        ("Қ" * 28, "Қ"),
        (numbering.number("C1", 2026, 4217), ""),
        ("", ""),
    ],
)
def test_form_says_what_is_wrong_with_a_code(client, typed, words):
    answer = client.get(reverse("certificates:verify-form"), {"code": typed})

    assert answer.status_code == 422
    (sentence,) = answer.context["form"].errors["code"]
    assert words in sentence


# --- what is right ------------------------------------------------------------------


def test_anybody_sees_how_a_certificate_stands_on_a_small_page(client, certificate):
    answer = client.get(address(certificate.code))

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "state-valid" in page
    assert certificate.number in page
    assert certificate.public_title in page
    assert "(C1)" in page
    assert 'datetime="2026-03-02"' in page
    assert 'datetime="2999-03-02"' in page
    assert len(answer.content) <= 10_000
    assert "Set-Cookie" not in answer.headers
    assert "csrftoken" not in answer.cookies


def test_page_costs_three_queries(client, certificate, django_assert_num_queries):
    with django_assert_num_queries(3):
        client.get(address(certificate.code))


def test_expired_certificate_is_shown_as_expired(client):
    expired = CertificateFactory(expires_on=date(2020, 1, 1))

    assert "state-expired" in client.get(address(expired.code)).content.decode()


def test_no_name_in_page_json_headers_or_logs(client, certificate, caplog):
    caplog.set_level(logging.DEBUG)

    answers = [
        client.get(address(certificate.code)),
        client.get(address(certificate.code), headers=JSON),
        client.post(address(certificate.code), {"name": certificate.holder_name}),
        client.post(address(certificate.code), {"name": "Қыдырбаева Әлия"}),
        client.post(address(certificate.code), {"name": "Қыдырбаева"}, headers=JSON),
    ]

    for answer in answers:
        told = answer.content.decode() + str(answer.headers) + str(answer.cookies)
        assert "ыдырбаева" not in told
        assert "u049a" not in told.lower()
    logged = [
        record.getMessage()
        for record in caplog.records
        if record.name != "django.db.backends"
    ]
    assert not [line for line in logged if "ыдырбаева" in line]


def test_name_typed_matches_or_does_not(client, certificate):
    right = client.post(address(certificate.code), {"name": "ҚЫДЫРБАЕВА  әсел"})
    wrong = client.post(address(certificate.code), {"name": "Кыдырбаева Асель"})

    assert right.context["matches"] is True
    assert wrong.context["matches"] is False


def test_name_is_compared_without_cookie_or_token(certificate):
    from django.test import Client

    answer = Client(enforce_csrf_checks=True).post(
        address(certificate.code), {"name": certificate.holder_name}
    )

    assert answer.status_code == 200


def test_machine_gets_the_same_claims_at_the_same_address(client, certificate):
    answer = client.get(address(certificate.code), headers=JSON)

    told = json.loads(answer.content)
    assert told.pop("as_of")
    assert told == {
        "status": "valid",
        "number": certificate.number,
        "issued_on": "2026-03-02",
        "expires_on": "2999-03-02",
        "update_due_on": None,
        "course": "C1",
        "title": {"kk": "Адам құқықтары", "ru": "Права человека", "en": "Human rights"},
        "edition": 3,
    }
    assert "Accept" in answer.headers["Vary"]


@pytest.mark.parametrize(
    ("language", "prefix"), [("kk", "/kk/"), ("ru", "/ru/"), ("en", "/en/")]
)
def test_printed_address_leads_to_the_readers_language(
    client, certificate, language, prefix
):
    path = reverse("certificates-short", args=[certificate.code])

    answer = client.get(path, headers={"Accept-Language": language})

    assert path == f"/v/{certificate.code}/"
    assert answer.status_code == 302
    assert answer.url == f"{prefix}verify/{certificate.code}/"


def test_printed_address_without_a_code_leads_to_the_form(client):
    answer = client.get("/v/", follow=True)

    assert answer.status_code == 200
    assert answer.templates[0].name == "certificates/ask.html"


@pytest.mark.parametrize(
    "shape", ["{code}", "{grouped}", " {lower} ", "http://localhost/v/{code}/"]
)
def test_form_takes_the_code_as_it_is_typed(client, certificate, shape):
    typed = shape.format(
        code=certificate.code,
        grouped=certificate.grouped_code,
        lower=certificate.grouped_code.lower(),
    )

    answer = client.get(reverse("certificates:verify-form"), {"code": typed})

    assert answer.status_code == 302
    assert answer.url == address(certificate.code)
