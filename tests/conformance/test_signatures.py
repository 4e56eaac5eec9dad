"""Signed statements (Data 2.6)."""

import json

import pytest

from tests.conformance.bodies import (
    MIXED,
    SIGNATURE,
    described,
    mixed,
    parts_of,
    signature,
    signed,
    spoken,
)
from tests.conformance.things import about_new
from tests.factories.lrs import BOOK, new_id

ACTIVITY = {"id": BOOK}


def new():
    """A statement to sign."""
    return about_new(id=new_id())


def payload(statement):
    return json.dumps(statement).encode()


def is_refused(lrs, one, body):
    answer = lrs.post("statements", body, headers=MIXED)
    assert answer.status == 400, answer.body
    return lrs.get("statements", statementId=one["id"]).status == 404


@pytest.mark.requirement("XAPI-00115", "XAPI-00116", "XAPI-00117")
@pytest.mark.parametrize("algorithm", ["RS256", "RS384", "RS512"])
def test_signed_statement_is_stored(lrs, algorithm):
    one = new()
    body = signed(one, signature(payload(one), algorithm))

    answer = lrs.post("statements", body, headers=MIXED)

    assert (answer.status, answer.json) == (200, [one["id"]])


@pytest.mark.requirement("XAPI-00096", "XAPI-00116")
@pytest.mark.parametrize("signs", [ACTIVITY, [ACTIVITY]], ids=["one", "array"])
@pytest.mark.parametrize("sends", [ACTIVITY, [ACTIVITY]], ids=["one", "array"])
def test_signature_holds_for_one_context_activity_and_an_array_of_one(
    lrs, signs, sends
):
    one = new()
    inside = one | {"context": {"contextActivities": {"parent": signs}}}
    outside = one | {"context": {"contextActivities": {"parent": sends}}}
    body = signed(outside, signature(payload(inside)))

    assert lrs.post("statements", body, headers=MIXED).status == 200
    found = lrs.get("statements", statementId=one["id"], attachments=True)
    (_headers, statement), (_type, content) = parts_of(found)
    kept = json.loads(statement)["context"]["contextActivities"]
    assert kept == {"parent": [ACTIVITY]}
    assert content == signature(payload(inside))


@pytest.mark.requirement("XAPI-00115")
def test_signature_of_another_type_is_refused(lrs):
    one = new()
    content = signature(payload(one))

    assert is_refused(lrs, one, signed(one, content, contentType="text/plain"))


@pytest.mark.requirement("XAPI-00115")
def test_signature_that_does_not_come_is_refused(lrs):
    one = new()
    kind = {"usageType": SIGNATURE, "contentType": "application/octet-stream"}
    whole = one | {"attachments": [described(b"a.b.c", **kind)]}

    assert is_refused(lrs, one, mixed(spoken(whole)))
    assert lrs.post("statements", whole).status == 400


@pytest.mark.requirement("XAPI-00115")
@pytest.mark.parametrize(
    "content", [b"", b"a", b"a.b", b"a.b.c", b"....", b"\xff.\xff.\xff"]
)
def test_what_is_no_signature_is_refused(lrs, content):
    one = new()

    assert is_refused(lrs, one, signed(one, content))


@pytest.mark.requirement("XAPI-00116")
@pytest.mark.parametrize("broken", [b"", b"{", b"[]", b"statement", b"{}"])
def test_signature_of_what_is_no_statement_is_refused(lrs, broken):
    one = new()

    assert is_refused(lrs, one, signed(one, signature(broken)))


@pytest.mark.requirement("XAPI-00116")
def test_signature_of_another_statement_is_refused(lrs):
    one, other = new(), new()

    assert is_refused(lrs, one, signed(one, signature(payload(other))))


@pytest.mark.requirement("XAPI-00117")
@pytest.mark.parametrize("algorithm", ["HS256", "none", "ES256", "PS256", ""])
def test_signature_by_another_algorithm_is_refused(lrs, algorithm):
    one = new()

    assert is_refused(lrs, one, signed(one, signature(payload(one), algorithm)))
