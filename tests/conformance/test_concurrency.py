"""ETags let writers of documents notice each other (Communication 3.1, 4.1.4)."""

import hashlib

import pytest

from tests.conformance.resources import (
    ACTIVITY_PROFILE,
    AGENT_PROFILE,
    NEW,
    STATE,
    each,
)

ALL = [322], [322], [322]
STALE = {"If-Match": '"1111111111111111111111111111111111111111"'}


def stored(lrs, documents):
    """Store a document and return its address and its ETag."""
    address = documents.address()
    lrs.post(documents.path, {"a": 1}, **address)
    return address, lrs.get(documents.path, **address).headers["ETag"]


@each(*ALL)
def test_etag_is_the_quoted_hash_of_the_document(lrs, documents):
    address = documents.address()
    lrs.put(documents.path, b"read", headers=NEW | {"Content-Type": "a/b"}, **address)

    etag = lrs.get(documents.path, **address).headers["ETag"]

    assert etag == f'"{hashlib.sha1(b"read").hexdigest()}"'  # noqa: S324 — its form


@each(*ALL)
def test_put_goes_through_with_the_present_etag(lrs, documents):
    address, etag = stored(lrs, documents)

    put = lrs.put(documents.path, {"b": 2}, headers={"If-Match": etag}, **address)

    assert put.status == 204
    assert lrs.get(documents.path, **address).json == {"b": 2}


@each(*ALL)
@pytest.mark.parametrize("headers", [STALE, NEW], ids=["If-Match", "If-None-Match"])
def test_put_fails_where_its_condition_does(lrs, documents, headers):
    address, _etag = stored(lrs, documents)

    assert lrs.put(documents.path, {"b": 2}, headers=headers, **address).status == 412
    assert lrs.get(documents.path, **address).json == {"a": 1}


@pytest.mark.requirement("XAPI-00322", "2.0-11")
@pytest.mark.parametrize("documents", [AGENT_PROFILE, ACTIVITY_PROFILE])
def test_put_of_a_profile_without_condition_is_a_conflict(lrs, documents):
    address, _etag = stored(lrs, documents)

    answer = lrs.put(documents.path, {"b": 2}, **address)

    assert answer.status == 409
    assert answer.body
    assert lrs.get(documents.path, **address).json == {"a": 1}


@pytest.mark.requirement("XAPI-00322")
@pytest.mark.parametrize("documents", [AGENT_PROFILE, ACTIVITY_PROFILE])
def test_put_of_a_new_profile_without_condition_is_refused_in_1_0_3(one, documents):
    address = documents.address()

    assert one.put(documents.path, {"b": 2}, **address).status == 400
    assert one.get(documents.path, **address).status == 404


@pytest.mark.requirement("XAPI-00322")
def test_put_of_state_needs_no_condition_in_1_0_3(one):
    address, _etag = stored(one, STATE)

    assert one.put(STATE.path, {"b": 2}, **address).status == 204
    assert one.get(STATE.path, **address).json == {"b": 2}


@pytest.mark.requirement("2.0-11")
def test_put_of_state_without_condition_is_a_conflict_in_2_0_0(two):
    address, _etag = stored(two, STATE)

    assert two.put(STATE.path, {"b": 2}, **address).status == 409
    assert two.get(STATE.path, **address).json == {"a": 1}


@pytest.mark.requirement("2.0-11")
@pytest.mark.parametrize("documents", [STATE, AGENT_PROFILE, ACTIVITY_PROFILE])
def test_put_of_a_new_document_needs_no_condition_in_2_0_0(two, documents):
    address = documents.address()

    assert two.put(documents.path, {"b": 2}, **address).status == 204
    assert two.get(documents.path, **address).json == {"b": 2}


@pytest.mark.requirement("2.0-10")
@pytest.mark.parametrize("documents", [STATE, AGENT_PROFILE, ACTIVITY_PROFILE])
@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE"])
@pytest.mark.parametrize("etag", ['"1234"', "1234"])
def test_stale_etag_stops_every_writer_in_2_0_0(two, documents, method, etag):
    address, _etag = stored(two, documents)
    body = b"" if method == "DELETE" else {"b": 2}

    answer = two.call(
        method, documents.path, body=body, headers={"If-Match": etag}, **address
    )

    assert answer.status == 412
    assert two.get(documents.path, **address).json == {"a": 1}


@pytest.mark.requirement("2.0-10")
@pytest.mark.parametrize("documents", [STATE, AGENT_PROFILE, ACTIVITY_PROFILE])
def test_present_etag_lets_writers_through_in_2_0_0(two, documents):
    address, etag = stored(two, documents)
    merged = two.post(documents.path, {"b": 2}, headers={"If-Match": etag}, **address)
    again = two.get(documents.path, **address)
    deleted = two.delete(
        documents.path, headers={"If-Match": again.headers["ETag"]}, **address
    )

    assert (merged.status, again.json) == (204, {"a": 1, "b": 2})
    assert deleted.status == 204
    assert two.get(documents.path, **address).status == 404
