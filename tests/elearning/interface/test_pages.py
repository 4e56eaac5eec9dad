import gzip
import io
from datetime import datetime
from urllib.parse import urlencode

import brotli
import pytest
from django.urls import reverse
from django.utils import timezone

from elearning.interface.middleware import compress_with_brotli
from tests.factories.accounts import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database_vendor]

FOREIGN = ("//", "http://", "https://")


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_sign_in_page_speaks_the_language_of_its_address(client, language):
    response = client.get(f"/{language}/account/login/")

    assert f'<html lang="{language}"' in response.text
    assert response.headers["Content-Language"] == language
    for name in ("Қазақша", "Русский", "English"):
        assert name in response.text


def test_bare_address_leads_to_kazakh_for_an_unknown_reader(client):
    assert client.get("/").headers["Location"] == "/kk/"


def test_bare_address_follows_the_browser(client):
    response = client.get("/", headers={"accept-language": "ru-RU,ru;q=0.9"})

    assert response.headers["Location"] == "/ru/"


def test_page_carries_a_strict_policy_and_is_never_stored(client):
    response = client.get(reverse("account_login"))

    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe-inline" not in policy
    assert "unsafe-eval" not in policy
    assert "no-store" in response.headers["Cache-Control"]
    assert response.headers["X-Frame-Options"] == "DENY"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "same-origin"


def test_page_asks_no_other_host_for_anything(client):
    text = client.get(reverse("account_login")).text

    for attribute in ('src="', 'href="', 'action="'):
        addresses = [part.split('"')[0] for part in text.split(attribute)[1:]]
        assert [address for address in addresses if address.startswith(FOREIGN)] == []


def test_unknown_page_is_answered_in_words(client):
    client.force_login(UserFactory())

    response = client.get("/ru/no-such-page/")

    assert response.status_code == 404
    assert '<html lang="ru"' in response.text


def test_closed_page_leads_to_the_door_and_back(client):
    response = client.get("/kk/my/")

    assert response.headers["Location"] == "/kk/account/login/?next=/kk/my/"


def test_form_without_its_token_is_explained():
    from django.test import Client

    response = Client(enforce_csrf_checks=True).post(
        "/kk/account/login/", {"login": "x"}
    )

    assert response.status_code == 403
    assert "<h1" in response.text


@pytest.mark.parametrize(
    "sent",
    [
        {f"field-{number}": "" for number in range(20_001)},
        {"text": "а" * 6 * 1024 * 1024},
    ],
    ids=["fields", "bytes"],
)
def test_form_that_is_too_large_says_so_and_what_to_do(client, sent):
    body = urlencode(sent)

    page = client.post(
        "/en/account/login/", body, content_type="application/x-www-form-urlencoded"
    )

    assert page.status_code == 413
    assert "This form is too large" in page.content.decode()
    assert "Nothing has been saved." in page.content.decode()


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("kk", "Бұл нысан тым үлкен"),
        ("ru", "Эта форма слишком велика"),
        ("en", "This form is too large"),
    ],
)
@pytest.mark.parametrize(
    "sent",
    [
        {"files": [io.BytesIO(b"a") for _file in range(101)]},
        {"text": "а" * 6 * 1024 * 1024},
    ],
    ids=["files", "bytes"],
)
def test_upload_that_is_too_large_says_so_in_each_language(
    client, language, words, sent
):
    page = client.post(f"/{language}/account/login/", sent)

    assert page.status_code == 413
    assert words in page.content.decode()


def test_form_with_the_fields_of_a_long_guideline_is_read(client):
    body = urlencode({f"field-{number}": "" for number in range(4_100)})

    page = client.post(
        "/en/account/login/", body, content_type="application/x-www-form-urlencoded"
    )

    assert page.status_code == 200


def test_health_tells_that_the_database_is_there(client):
    assert client.get("/health/").json() == {"status": "ok"}


def test_whoever_finds_a_weakness_is_told_whom_to_tell(client, settings):
    assert client.get("/.well-known/security.txt").status_code == 404
    settings.SECURITY_CONTACT = "mailto:security@example.kz"

    answer = client.get("/.well-known/security.txt")

    told = dict(line.split(": ", 1) for line in answer.text.splitlines())
    assert answer.headers["Content-Type"] == "text/plain"
    assert told["Contact"] == "mailto:security@example.kz"
    assert datetime.fromisoformat(told["Expires"]) > timezone.now()
    assert told["Preferred-Languages"] == "kk, ru, en"


@pytest.mark.parametrize(
    ("accepted", "encoding", "read"),
    [
        ("gzip, deflate", "gzip", gzip.decompress),
        ("gzip, deflate, br", "br", brotli.decompress),
        ("br;q=0, gzip", "gzip", gzip.decompress),
    ],
)
def test_pages_are_compressed_and_nothing_else_is(client, accepted, encoding, read):
    headers = {"accept-encoding": accepted}

    page = client.get(reverse("account_login"), headers=headers)
    other = client.get("/xapi/about", headers=headers)

    assert page.headers["Content-Encoding"] == encoding
    assert "Accept-Encoding" in page.headers["Vary"]
    assert int(page.headers["Content-Length"]) == len(page.content) < 4000
    assert b"</html>" in read(page.content)
    assert "Content-Encoding" not in other.headers


def test_length_of_a_page_compressed_with_brotli_tells_nothing_of_what_is_in_it():
    page = b"<p>secret</p>" * 100

    compressed = [compress_with_brotli(page, 100) for _time in range(12)]

    assert {brotli.decompress(one) for one in compressed} == {page}
    assert len({len(one) for one in compressed}) > 3
