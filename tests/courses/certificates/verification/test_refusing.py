"""The public page of a certificate: what is wrong, and who guesses."""

from datetime import date

import pytest
from django.urls import reverse

from courses.certificates import numbering
from courses.certificates.models import Certificate, KeyRevocation, Verification
from courses.certificates.qr_claims import claim_codec
from courses.certificates.verification import verification_limits
from tests.courses.certificates.verification.addresses import JSON, address

pytestmark = pytest.mark.django_db


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
    monkeypatch.setattr(
        verification_limits, "LOOKS", verification_limits.RequestLimit("look", 2)
    )

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


def test_names_that_are_refused_use_up_nothing_of_the_certificate(client, certificate):
    url, named = address(certificate.code), {"name": "Name"}
    for _try in range(25):
        client.post(url, named)

    assert client.post(url, named).status_code == 429
    assert client.post(url, named, REMOTE_ADDR="10.0.0.9").status_code == 200


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
        (numbering.format_certificate_number("C1", 2026, 4217), ""),
        ("", ""),
    ],
)
def test_form_says_what_is_wrong_with_a_code(client, typed, words):
    answer = client.get(reverse("certificates:verify-form"), {"code": typed})

    assert answer.status_code == 422
    (sentence,) = answer.context["form"].errors["code"]
    assert words in sentence


def test_mistyped_number_is_told_from_another_one(client, certificate):
    wrong = certificate.number[:-1] + ("0" if certificate.number[-1] != "0" else "1")

    answer = client.post(address(certificate.code), {"name": wrong})

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["name"]


@pytest.mark.parametrize(
    ("problem", "status"),
    [("altered", 404), ("truncated", 422), ("too_long", 422), ("unreadable", 422)],
)
def test_square_code_that_is_not_ours_gets_a_page_of_its_own(
    client, certificate, keys, problem, status
):
    text = claim_codec.build_signed_claim(certificate)
    other = "A" if text[200] != "A" else "B"
    altered = {
        "altered": text[:200] + other + text[201:],
        "truncated": text[:-40],
        "too_long": text + "A" * 400,
        "unreadable": text.replace("Q", "1", 1),
    }[problem]

    page = client.get(address(altered))
    told = client.get(address(altered), headers=JSON)

    assert page.status_code == told.status_code == status
    assert page.templates[0].name == "certificates/not_vouched.html"
    assert told.json()["status"] == "not_verified"
    assert told.json()["problem"] == problem
    assert certificate.public_title not in page.content.decode()
    assert not Verification.objects.exists()


def test_square_code_of_a_revoked_key_is_no_guess(client, certificate, keys):
    text = claim_codec.build_signed_claim(certificate)
    KeyRevocation.objects.create(
        key=keys["claim"], revoked_at=certificate.completion.recorded_at, reason="Lost"
    )

    statuses = {client.get(address(text)).status_code for _look in range(25)}

    assert statuses == {404}
    assert client.get(address(certificate.code)).status_code == 200


def test_forged_square_codes_are_counted_as_guesses(client, certificate, keys):
    text = claim_codec.build_signed_claim(certificate)
    forged = text[:200] + ("A" if text[200] != "A" else "B") + text[201:]

    statuses = [client.get(address(forged)).status_code for _look in range(21)]

    assert statuses == [404] * 20 + [429]


def test_paper_that_the_register_contradicts_is_not_called_valid(
    client, certificate, keys
):
    text = claim_codec.build_signed_claim(certificate)
    Certificate.objects.filter(pk=certificate.pk).update(expires_on=date(2999, 9, 9))

    answer = client.get(address(text))

    assert answer.context["answer"].state == "missing"
    assert "state-valid" not in answer.content.decode()
    assert client.get(address(text), headers=JSON).json()["differs"] == ["expires_on"]
