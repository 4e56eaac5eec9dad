import gzip
import json
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from courses.certificates.offline import verifier_assets
from tests.factories.accounts import UserFactory
from tests.factories.certificates import CertificateFactory

LANGUAGES = ("kk", "ru", "en")


def scripts():
    names = [f"certificates/offline/{name}" for name in verifier_assets.SCRIPTS]
    return [Path(finders.find(name)).read_bytes() for name in names]


def test_start_leads_to_the_page_in_the_readers_language(client):
    answer = client.get("/v/offline/", headers={"accept-language": "ru"})

    assert (answer.status_code, answer.url) == (302, "/v/offline/ru/")


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_is_in_its_language_whatever_the_reader_speaks(client, language):
    answer = client.get(f"/v/offline/{language}/", headers={"accept-language": "kk"})

    assert answer.status_code == 200
    assert f'<html lang="{language}"' in answer.text
    assert answer.headers["Content-Language"] == language


def test_unknown_language_is_not_found(client):
    assert client.get("/v/offline/de/").status_code == 404


def test_page_may_use_the_camera_and_nothing_from_elsewhere(client):
    headers = client.get("/v/offline/kk/").headers

    assert headers["Permissions-Policy"] == (
        "camera=(self), microphone=(), geolocation=()"
    )
    assert headers["Content-Security-Policy"] == (
        "default-src 'none'; script-src 'self'; style-src 'self'; "
        "img-src 'self' data:; connect-src 'self'; worker-src 'self'; "
        "manifest-src 'self'; form-action 'none'; frame-ancestors 'none'; "
        "base-uri 'none'"
    )


def test_no_other_page_may_use_the_camera(client):
    headers = client.get("/kk/verify/").headers

    assert headers["Permissions-Policy"] == "camera=(), microphone=(), geolocation=()"


def test_page_has_no_script_or_style_of_its_own(client):
    page = client.get("/v/offline/kk/").text

    assert re.findall(r"<script(?![^>]* src=)|<style| style=| on[a-z]+=", page) == []


@pytest.mark.django_db
def test_page_is_the_same_for_somebody_signed_in_and_sets_no_cookie(client):
    nobody = client.get("/v/offline/kk/")
    client.force_login(UserFactory())

    somebody = client.get("/v/offline/kk/")

    assert somebody.content == nobody.content
    assert (dict(nobody.cookies), dict(somebody.cookies)) == ({}, {})


@pytest.mark.parametrize("folder", ["v", "V"])
def test_worker_serves_the_scope_it_lies_in(client, folder):
    answer = client.get(f"/{folder}/sw.js")

    assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer.headers["Cache-Control"] == "public, no-cache"
    assert "Service-Worker-Allowed" not in answer.headers
    assert answer.content == client.get("/v/sw.js").content


def test_worker_keeps_everything_the_page_loads(client):
    kept = json.loads(
        client.get("/v/sw.js").text.split(";\n")[0].removeprefix("const KEPT = ")
    )

    assert kept["pages"] == [f"/v/offline/{language}/" for language in LANGUAGES]
    for page in kept["pages"]:
        text = client.get(page).text
        needed = re.findall(r'<(?:script|link)[^>]* (?:src|href)="([^"]+)"', text)
        needed += re.findall(r'data-reader="([^"]+)"', text)
        left = set(needed) - set(kept["shell"])
        assert {one.rpartition("/")[2] for one in left} == {
            f"manifest.webmanifest?language={page[-3:-1]}",
            "icon-192.png",
        }


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("newest", "numbers"),
    [
        (None, [0]),
        (131_072, [0]),
        (131_073, [0, 1]),
    ],
)
def test_all_lists_are_named(client, django_assert_num_queries, newest, numbers):
    if newest:
        CertificateFactory(pk=newest)

    with django_assert_num_queries(2):
        answer = client.get("/v/lists.json")

    kinds = ("revocation", "refresh", "suspension")
    names = [f"{kind}/{number}" for number in numbers for kind in kinds]
    assert answer.json() == {"lists": names}
    assert answer.headers["Cache-Control"] == "public, no-cache"


def test_words_of_months_are_those_of_documents(client):
    assert "<span>3333 жылғы 22 наурыз</span>" in client.get(
        "/v/offline/kk/"
    ).text.replace("\N{NO-BREAK SPACE}", " ")


def test_manifest_speaks_the_language_of_the_page(client):
    answer = client.get("/v/manifest.webmanifest?language=ru")

    told = answer.json()
    assert answer.headers["Content-Type"] == "application/manifest+json"
    assert (told["lang"], told["name"]) == ("ru", "Проверка сертификатов")
    assert (told["start_url"], told["scope"]) == ("/v/offline/", "/v/")
    sizes = [(icon["sizes"], icon.get("purpose")) for icon in told["icons"]]
    assert sizes == [
        ("any", None),
        ("192x192", "any"),
        ("512x512", "any"),
        ("512x512", "maskable"),
    ]


@pytest.mark.parametrize("path", ["", "kk/"])
def test_nothing_can_be_sent_there(client, path):
    assert client.post(f"/v/offline/{path}").status_code == 405


def test_scripts_weigh_less_than_20_kilobytes():
    assert sum(len(gzip.compress(script)) for script in scripts()) < 20_000


@pytest.mark.django_db
def test_public_pages_lead_to_the_verifier(client):
    assert 'href="/v/offline/"' in client.get("/kk/verify/").text
