"""Media: in parts, and never anything that runs; who may read a file is in test_file_access."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse

from elearning.accounts.roles import Role
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db

WORDS = b"0123456789" * 1000


@pytest.fixture
def store():
    kept = []

    def store(name, content=WORDS):
        kept.append(default_storage.save(f"test/{name}", ContentFile(content)))
        return f"/media/{kept[-1]}"

    yield store
    for name in kept:
        default_storage.delete(name)


@pytest.fixture
def reader(sign_in):
    """Somebody who reads drafts."""
    return sign_in(UserFactory(roles=[Role.TRAINER]))


def body(response):
    return b"".join(response.streaming_content)


def test_stranger_is_sent_to_sign_in(client, store):
    response = client.get(store("film.mp4"))

    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))


@pytest.mark.parametrize(
    "name",
    [
        "../db.sqlite3",
        "test/../../etc/passwd",
        "/etc/passwd",
        "..%2fkeys",
        "no.mp4",
        "test",
        ".",
    ],
)
@pytest.mark.parametrize("roles", [[Role.TRAINER], []])
def test_path_that_leads_out_or_nowhere_is_not_found(sign_in, roles, name):
    reader = sign_in(UserFactory(roles=roles))

    assert reader.get(f"/media/{name}").status_code == 404


def test_whole_file_says_that_parts_may_be_asked_for(reader, store):
    response = reader.get(store("film.mp4"))

    assert (response.status_code, body(response)) == (200, WORDS)
    assert response.headers["Accept-Ranges"] == "bytes"
    assert response.headers["Content-Type"] == "video/mp4"
    assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("asked", "given", "said"),
    [
        ("bytes=0-3", b"0123", "bytes 0-3/10000"),
        ("bytes=9995-", b"56789", "bytes 9995-9999/10000"),
        ("bytes=-3", b"789", "bytes 9997-9999/10000"),
        ("bytes=9998-20000", b"89", "bytes 9998-9999/10000"),
    ],
)
def test_part_of_a_file(reader, store, asked, given, said):
    response = reader.get(store("film.mp4"), headers={"Range": asked})

    assert (response.status_code, body(response)) == (206, given)
    assert response.headers["Content-Range"] == said
    assert response.headers["Content-Length"] == str(len(given))


@pytest.mark.parametrize("asked", ["bytes=10000-", "bytes=5-4", "bytes=-0"])
def test_part_that_is_not_there_is_refused(reader, store, asked):
    response = reader.get(store("film.mp4"), headers={"Range": asked})

    assert response.status_code == 416
    assert response.headers["Content-Range"] == "bytes */10000"


@pytest.mark.parametrize(
    "asked",
    ["bytes=0-1,4-5", "lines=1-2", "bytes=-", "nonsense", f"bytes={'9' * 5000}-"],
)
def test_range_nobody_understands_gives_the_whole_file(reader, store, asked):
    response = reader.get(store("film.mp4"), headers={"Range": asked})

    assert response.status_code == 200
    assert len(body(response)) == len(WORDS)


@pytest.mark.parametrize("name", ["page.html", "form.docx", "data.txt", "script.js"])
def test_what_a_browser_need_not_show_is_only_downloaded(reader, store, name):
    response = reader.get(store(name))

    assert response.headers["Content-Disposition"].startswith("attachment")
    assert "html" not in response.headers["Content-Type"]
    body(response)


def test_drawing_cannot_run_anything(reader, store):
    response = reader.get(store("d.svg", b"<svg><script>alert(1)</script></svg>"))

    assert response.headers["Content-Type"] == "image/svg+xml"
    assert "sandbox" in response.headers["Content-Security-Policy"]
    assert "script-src" not in response.headers["Content-Security-Policy"]
    body(response)


def test_proxy_sends_what_the_platform_has_allowed(reader, store, settings):
    settings.MEDIA_REDIRECT = "/stored/"
    address = store("қысқа film.mp4")

    answer = reader.get(address, headers={"range": "bytes=0-9"})

    assert answer.content == b""
    assert answer.headers["X-Accel-Redirect"].startswith("/stored/test/%D2%9B")
    assert answer.headers["Content-Type"] == "video/mp4"
    assert "sandbox" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("name", ["../db.sqlite3", "no.mp4", "test"])
def test_proxy_is_told_of_no_path_that_leads_out_or_nowhere(reader, settings, name):
    settings.MEDIA_REDIRECT = "/stored/"

    answer = reader.get(f"/media/{name}")

    assert answer.status_code == 404
    assert "X-Accel-Redirect" not in answer.headers


def test_stranger_is_given_nothing_by_the_proxy(client, store, settings):
    settings.MEDIA_REDIRECT = "/stored/"

    assert "X-Accel-Redirect" not in client.get(store("film.mp4")).headers
