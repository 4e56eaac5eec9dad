"""The public page of a certificate: what anybody sees of it, in each state."""

import gzip
import json
import logging
from datetime import date

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from courses.certificates import numbering
from courses.certificates.errors import PrintingError
from courses.certificates.models import Certificate, Verification
from courses.certificates.qr_claims import claim_codec
from courses.certificates.sheets.certificate_pdfs import build_sealed_pdf
from courses.records.models import Withdrawal
from tests.courses.certificates.verification.addresses import JSON, address
from tests.factories.certificates import (
    CertificateFactory,
    CertifiedCompletionFactory,
    WithdrawalFactory,
)

pytestmark = pytest.mark.django_db


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
    assert len(gzip.compress(answer.content)) <= 10_000
    assert "Set-Cookie" not in answer.headers
    assert "csrftoken" not in answer.cookies


def test_page_costs_four_queries_and_a_reload_three(
    client, certificate, django_assert_num_queries
):
    with django_assert_num_queries(4):
        client.get(address(certificate.code))
    with django_assert_num_queries(3):
        client.get(address(certificate.code))


def test_page_of_a_square_code_costs_five_queries(
    client, certificate, keys, django_assert_num_queries
):
    claim = claim_codec.build_signed_claim(certificate)

    with django_assert_num_queries(5):
        client.get(address(claim))


def remove(row):
    """Delete a row behind the platform's back."""
    with connection.cursor() as cursor:
        table = type(row)._meta.db_table
        cursor.execute(f"DELETE FROM {table} WHERE id = %s", [row.pk])


def test_changed_name_is_never_confirmed(client, certificate):
    Certificate.objects.filter(pk=certificate.pk).update(holder_name="Басқа Біреу")

    pages = [
        client.get(address(certificate.code)),
        client.post(address(certificate.code), {"name": "Басқа Біреу"}),
    ]

    assert [page.status_code for page in pages] == [404, 404]
    assert not any("state-valid" in page.text for page in pages)
    told = client.get(address(certificate.code), headers=JSON).json()
    assert (told["status"], told["problem"]) == ("not_verified", "altered_register")


def test_certificate_that_nobody_issued_is_never_confirmed(client):
    forged = CertificateFactory.build(completion=CertifiedCompletionFactory())
    forged.save()

    assert client.get(address(forged.code)).status_code == 404


def test_certificate_is_not_confirmed_once_its_revocation_was_deleted(client):
    certificate = CertificateFactory()
    withdrawal = WithdrawalFactory(completion=certificate.completion)
    assert "state-revoked" in client.get(address(certificate.code)).text

    rows = Withdrawal.objects.filter(pk=withdrawal.pk)
    rows.update(withdrawn_on=date(2999, 1, 1))
    assert client.get(address(certificate.code)).status_code == 404
    remove(withdrawal)
    assert client.get(address(certificate.code)).status_code == 404


def test_replaced_certificate_is_not_confirmed_once_the_newer_was_deleted(client):
    first = CertificateFactory()
    second = CertificateFactory(
        completion=first.completion, replaces=first, number="C1-2026-000001-2-AB"
    )
    assert "state-replaced" in client.get(address(first.code)).text

    remove(second)

    assert client.get(address(first.code)).status_code == 404


def test_changed_certificate_is_neither_printed_nor_signed(client, certificate, keys):
    client.force_login(certificate.holder.user)
    Certificate.objects.filter(pk=certificate.pk).update(holder_name="Басқа Біреу")

    credential = reverse("certificates:credential-json", args=[certificate.key])

    assert client.get(credential).status_code == 503
    with pytest.raises(PrintingError):
        build_sealed_pdf(Certificate.objects.get(), "kk", "sheet", timezone.now())


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
    turned = client.post(address(certificate.code), {"name": "Асел Кыдырбаева"})
    number = client.post(address(certificate.code), {"name": certificate.number})
    wrong = client.post(address(certificate.code), {"name": "Кыдырбаева Асель"})

    assert right.context["matches"] is True
    assert turned.context["matches"] is True
    assert number.context["matches"] is True
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
        "since": None,
        "differs": [],
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


@pytest.mark.parametrize("folder", ["v", "V"])
def test_square_code_leads_to_the_page_without_a_detour(
    client, certificate, keys, folder
):
    claim = claim_codec.build_signed_claim(certificate)

    answer = client.get(f"/{folder}/{claim}", headers={"Accept-Language": "ru"})

    assert answer.status_code == 302
    assert answer.url == f"/ru/verify/{claim}/"
    assert client.get(answer.url).context["certificate"] == certificate


def test_address_of_spaces_leads_to_the_form(client):
    assert client.get("/v/%20/").url == "/kk/verify/"


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


def test_form_takes_a_square_code_read_elsewhere(client, certificate, keys):
    typed = f" {claim_codec.build_qr_url(certificate)} "

    answer = client.get(reverse("certificates:verify-form"), {"code": typed})

    assert answer.url == address(claim_codec.build_signed_claim(certificate))


def test_revoked_certificate_says_since_when(client, certificate):
    WithdrawalFactory(completion=certificate.completion)

    answer = client.get(address(certificate.code))

    assert answer.status_code == 200
    assert answer.context["answer"].state == "revoked"
    assert "2026 жылғы 4 мамыр" in answer.context["answer"].sentence.replace(
        "\xa0", " "
    )
    assert "telephone" not in answer.content.decode()


def test_replaced_certificate_leads_to_nothing_of_the_newer(client, certificate):
    newer = CertificateFactory(
        completion=certificate.completion,
        replaces=certificate,
        number="C1-2026-2",
        issued_on=date(2026, 6, 1),
    )

    page = client.get(address(certificate.code)).content.decode()

    assert "state-replaced" in page
    assert newer.code not in page
    assert newer.number not in page


def test_certificate_of_tomorrow_is_not_valid_yet(client):
    early = CertificateFactory(issued_on=date(2998, 1, 1), expires_on=date(2999, 1, 1))

    answer = client.get(address(early.code))
    told = client.get(address(early.code), headers=JSON)

    assert answer.context["answer"].state == "awaiting"
    assert told.json()["status"] == "not_yet_valid"


def test_each_way_is_noted_once_an_hour_and_nobody_with_it(client, certificate):
    for _time in range(2):
        client.head(address(certificate.code))
        assert not Verification.objects.exists()
    for _time in range(2):
        client.get(address(certificate.code))
        client.get(address(certificate.code), headers=JSON)
        client.post(address(certificate.code), {"name": "Somebody"})

    rows = Verification.objects.filter(certificate=certificate)
    assert sorted(row.way for row in rows) == ["json", "name", "page"]
    assert {(row.at.minute, row.at.second) for row in rows} == {(0, 0)}


def test_note_of_another_process_in_the_same_hour_changes_nothing(client, certificate):
    from django.core.cache import caches

    client.get(address(certificate.code))
    caches["counters"].clear()

    assert client.get(address(certificate.code)).status_code == 200
    assert Verification.objects.count() == 1


def test_what_is_not_found_is_not_noted(client):
    client.get(address(numbering.new_code()))

    assert not Verification.objects.exists()
