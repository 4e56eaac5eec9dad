"""What a device is given: the same for everybody, and nothing that names somebody."""

import json

import pytest
from django.test import Client

from tests.factories.staff import StaffMemberFactory

pytestmark = pytest.mark.django_db


def test_session_tells_whose_device_it_is_without_naming_her(reader, learner):
    told = reader.get("/offline/session/").json()

    assert sorted(told) == ["days", "holder", "language", "secret", "token"]
    assert told == {**reader.get("/offline/session/").json(), "token": told["token"]}
    assert learner.staff_number not in json.dumps(told)
    other = Client()
    other.force_login(StaffMemberFactory().user)
    theirs = other.get("/offline/session/").json()
    assert told["days"] == 30
    assert not {told["holder"], told["secret"]} & set(theirs.values())


@pytest.mark.parametrize(
    "path",
    [
        "/kk/offline/shell/",
        "/kk/offline/words.json",
        "/kk/offline/app.webmanifest",
        "/offline/worker.js",
    ],
)
def test_what_a_device_keeps_of_the_platform_depends_on_nobody(reader, path):
    theirs, anybodys = reader.get(path), Client().get(path)

    assert theirs.content == anybodys.content
    assert theirs.headers["Cache-Control"] == "public, no-cache"
    assert not theirs.cookies
    assert "worker-src 'self'" in theirs.headers["Content-Security-Policy"]


def test_worker_may_answer_for_the_whole_platform(client):
    answer = client.get("/offline/worker.js")

    assert answer.headers["Service-Worker-Allowed"] == "/"
    assert answer.content.startswith(b"const SHELL = {")
    assert b"/ru/offline/shell/" in answer.content


@pytest.mark.parametrize(
    ("language", "name"), [("kk", "Оқыту"), ("ru", "Обучение"), ("en", "Training")]
)
def test_platform_is_installed_under_its_name_in_each_language(client, language, name):
    told = client.get(f"/{language}/offline/app.webmanifest").json()

    assert (told["lang"], told["start_url"]) == (language, f"/{language}/my/")
    assert told["short_name"] == name
    assert "maskable" in {icon.get("purpose") for icon in told["icons"]}


def test_session_that_ends_clears_storage_unless_another_has_something_sealed(reader):
    kept = reader.post("/kk/account/logout/", {"sealed": "1"})
    assert kept.headers["Clear-Site-Data"] == '"cache"'

    ended = reader.post("/kk/account/logout/")
    assert ended.headers["Clear-Site-Data"] == '"cache", "storage"'
