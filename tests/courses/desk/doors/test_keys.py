"""Scope × thing × verb: what the key of another system finds, and what not."""

from contextlib import nullcontext
from datetime import timedelta
from re import sub

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from elearning.accounts.roles import Role
from elearning.api.access_keys import create_access_key
from elearning.api.models import AccessScope
from elearning.api.urls import api
from elearning.audit.models import Entry
from tests.courses.desk.doors.asking import undone
from tests.factories.staff_lists import csv_list, row

pytestmark = pytest.mark.django_db

WHY = {"Purpose": "%D0%A1%D0%B2%D0%B5%D1%80%D0%BA%D0%B0"}
READ, SEND, TELL = (
    AccessScope.STAFF_READ,
    AccessScope.STAFF_WRITE,
    AccessScope.REPORTS_READ,
)
FINDS, NOTHING, MISSING = {"found"}, set(), {404}

#: Address: the scope that opens it, what is found of her place, and what of another.
ENDPOINTS = {
    "get /establishments": (READ, FINDS, NOTHING),
    "get /posts": (READ, FINDS, FINDS),  # of the whole service
    "get /staff": (READ, FINDS, NOTHING),
    "get /staff?establishment={place}": (READ, FINDS, MISSING),
    "get /staff/{person}": (READ, FINDS, MISSING),
    "post /staff/find": (READ, FINDS, NOTHING),
    "get /reports/standings": (TELL, FINDS, NOTHING),
    "get /reports/standings?establishment={place}": (TELL, FINDS, MISSING),
    "post /staff-lists": (SEND, FINDS, MISSING),
    "get /staff-lists/{list}": (SEND, FINDS, MISSING),
    "post /staff-lists/{list}/confirm": (SEND, FINDS, MISSING),
    "post /staff-lists/{list}/cancel": (SEND, FINDS, MISSING),
}


def test_every_endpoint_has_a_row():
    paths = api.get_openapi_schema()["paths"]
    known = {f"{verb} {path}" for path, verbs in paths.items() for verb in verbs}

    rows = {endpoint.split("?")[0] for endpoint in ENDPOINTS}
    assert {sub("{.+?}", "{}", row) for row in rows} == {
        sub("{.+?}", "{}", one.replace("/api/v1", "")) for one in known
    }


@pytest.mark.parametrize("scope", AccessScope)
def test_key_finds_what_its_scope_opens_in_the_remit_of_its_owner(
    client, inside, outside, enter, scope
):
    owner = enter(Role.FACILITY_HR)
    headers = WHY | {"Authorization": f"Bearer {key(owner, scope)}"}
    client.logout()

    found = {
        endpoint: (
            ask(client, endpoint, inside, headers),
            ask(client, endpoint, outside, headers),
        )
        for endpoint in ENDPOINTS
    }

    refused = {401}
    assert found == {
        endpoint: (here, there) if scope == needed else (refused, refused)
        for endpoint, (needed, here, there) in ENDPOINTS.items()
    }


def test_attempt_of_a_key_at_what_is_of_another_place_is_in_the_trail(
    client, outside, enter
):
    user = enter(Role.FACILITY_HR)
    headers = WHY | {"Authorization": f"Bearer {key(user, READ)}"}

    ask(client, "get /staff/{person}", outside, headers, undo=False)

    entry = Entry.objects.get(action="api.refused")
    assert (entry.by, entry.details) == (
        user,
        {"page": "api:get_staff_member", "keys": {"key": str(outside.person.key)}},
    )


def key(owner, scope):
    until = timezone.localdate() + timedelta(days=1)
    _token, text = create_access_key(
        by=owner, name="x", scopes=[scope], expires_on=until
    )
    return text


def ask(client, endpoint, things, headers, *, undo=True):
    """Tell what an endpoint says of ``things``: that it is there, nothing, or why not."""
    verb, path = endpoint.split()
    address = "/api/v1" + path.format(
        person=things.person.key, place=things.place.code, list=things.staff_list.key
    )
    with undone() if undo else nullcontext():
        answer = getattr(client, verb)(address, headers=headers, **body(path, things))
    if answer.status_code in {401, 404}:
        return {answer.status_code}
    assert answer.status_code == 200, (endpoint, answer.text)
    named = {"/establishments": things.place.code, "/posts": things.rule.post.code}
    told = named.get(path, str(things.person.key))
    is_list = path.startswith("/staff-lists")
    return FINDS if is_list or told in answer.text else NOTHING


def body(path, things):
    """Return what is sent there, as the test client takes it."""
    sent = {
        "/staff/find": {"service_numbers": [things.person.staff_number]},
        "/staff-lists/{list}/confirm": {"accepts_errors": True},
    }
    if path == "/staff-lists":
        rows = csv_list(row("8", things.place, things.rule.post))
        file = SimpleUploadedFile("list.csv", rows.encode())
        return {"data": {"file": file, "establishment": things.place.code}}
    if path in sent:
        return {"data": sent[path], "content_type": "application/json"}
    return {}
