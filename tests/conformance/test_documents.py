"""State, agent profiles and activity profiles (Communication 2.2, 2.3, 2.6, 2.7)."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import pytest

from tests.conformance.resources import (
    ACTIVITY_PROFILE,
    AGENT_PROFILE,
    NEW,
    STATE,
    each,
    requests,
)
from tests.conformance.things import moment
from tests.factories.lrs import new_id

TEXT = {"Content-Type": "text/plain"}
METHODS = ("DELETE", "GET", "POST", "PUT")


def stored(lrs, documents, body, **parts):
    """Store a document at a new address and return the address."""
    address = documents.address() | parts
    assert lrs.post(documents.path, body, **address).status == 204
    return address


@each([190, 188, 192, 217, 230], [273, 274, 269, 259, 282], [287, 293, 288, 290, 311])
def test_put_document_is_returned_as_it_came(lrs, documents):
    address = documents.address()

    put = lrs.put(documents.path, b"\x00\xff", headers=TEXT | NEW, **address)
    got = lrs.get(documents.path, **address)

    assert (put.status, put.body) == (204, b"")
    assert (got.status, got.body) == (200, b"\x00\xff")
    assert got.headers["Content-Type"] == "text/plain"


@each([189, 231, 233], [272, 283, 280], [286, 292, 312, 310])
def test_posted_document_is_stored(lrs, documents):
    address = stored(lrs, documents, {"a": 1})

    assert lrs.get(documents.path, **address).json == {"a": 1}


@each([233], [280], [310])
@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "not/json"]
)
@pytest.mark.parametrize("body", ["1", "true", "a=b", "{"])
def test_what_is_no_json_is_posted_where_nothing_is(lrs, documents, kind, body):
    address = documents.address()

    post = lrs.post(documents.path, body, headers={"Content-Type": kind}, **address)
    got = lrs.get(documents.path, **address)

    assert post.status == 204
    assert (got.body.decode(), got.headers["Content-Type"]) == (body, kind)


@each([187, 191, 216], [271], [285, 291])
def test_deleted_document_is_gone(lrs, documents):
    address = stored(lrs, documents, {"a": 1})

    assert lrs.delete(documents.path, **address).status == 204
    assert lrs.get(documents.path, **address).status == 404


@each([187], [271], [285, 291])
def test_deleting_what_is_not_there_is_no_fault(lrs, documents):
    assert lrs.delete(documents.path, **documents.address()).status == 204


@each([193], [270], [289])
def test_documents_are_listed_by_their_ids(lrs, documents):
    address = stored(lrs, documents, {"a": 1})
    other = stored(lrs, documents, {"a": 1}, **{k: address[k] for k in documents.parts})
    del address[documents.name], other[documents.name]

    answer = lrs.get(documents.path, **address)

    assert answer.status == 200
    assert len(answer.json) == 2
    assert all(isinstance(name, str) for name in answer.json)


@pytest.mark.requirement("XAPI-00194")
def test_all_state_of_a_context_is_deleted_at_once(lrs):
    address = stored(lrs, STATE, {"a": 1})
    stored(lrs, STATE, {"a": 1}, **{key: address[key] for key in STATE.parts})
    elsewhere = stored(lrs, STATE, {"a": 1})
    del address["stateId"]

    assert lrs.delete(STATE.path, **address).status == 204
    assert lrs.get(STATE.path, **address).json == []
    assert lrs.get(STATE.path, **elsewhere).status == 200


@each([141, 195, 221, 222], [268, 275], [294, 303])
def test_since_leaves_out_what_was_stored_before(lrs, documents):
    address = stored(lrs, documents, {"a": 1})
    since = moment()
    context = {part: address[part] for part in documents.parts}
    later = stored(lrs, documents, {"a": 1}, **context)

    answer = lrs.get(documents.path, since=since, **context)

    assert (answer.status, answer.json) == (200, [later[documents.name]])


@each([183, 184, 185, 186, 234], [183, 279], [183, 308])
def test_json_is_merged_at_its_first_level(lrs, documents):
    address = stored(lrs, documents, {"a": {"x": 1, "y": 2}, "b": 1, "c": [1]})

    merge = lrs.post(documents.path, {"a": {"x": 3}, "b": None, "d": "é"}, **address)
    merged = lrs.get(documents.path, **address)

    assert merge.status == 204
    assert merged.json == {"a": {"x": 3}, "b": None, "c": [1], "d": "é"}
    assert merged.headers["Content-Type"] == "application/json"


@each([182, 232], [182, 278], [182, 309])
@pytest.mark.parametrize("old", ["text", "json"])
def test_nothing_is_merged_with_what_is_no_json(lrs, documents, old):
    address = documents.address()
    json = {"Content-Type": "application/json"}
    first, second = (TEXT, json) if old == "text" else (json, TEXT)
    lrs.put(documents.path, '{"a": 1}', headers=first | NEW, **address)

    assert lrs.post(documents.path, '{"b": 1}', headers=second, **address).status == 400
    assert lrs.get(documents.path, **address).json == {"a": 1}


@each([182, 229], [182, 281], [182, 313])
@pytest.mark.parametrize(("old", "new"), [([1], {"a": 1}), ({"a": 1}, [1])])
def test_nothing_is_merged_with_what_is_no_object(lrs, documents, old, new):
    address = documents.address()
    lrs.put(documents.path, old, headers=NEW, **address)

    assert lrs.post(documents.path, new, **address).status == 400
    assert lrs.get(documents.path, **address).json == old


@each([235], [284], [314])
@pytest.mark.parametrize("broken", ["{", '{"a": }', '{"a": 1}}', "\ufeff{", "a"])
def test_broken_json_is_refused(lrs, documents, broken):
    address = documents.address()

    assert lrs.post(documents.path, broken, **address).status == 400
    assert lrs.get(documents.path, **address).status == 404


@requests(
    (206, STATE, "PUT", "stateId"),
    (211, STATE, "POST", "stateId"),
    *((207 + n, STATE, method, "activityId") for n, method in enumerate(METHODS)),
    *((212 + n, STATE, method, "agent") for n, method in enumerate(METHODS)),
    (261, AGENT_PROFILE, "GET", "agent"),
    (262, AGENT_PROFILE, "DELETE", "agent"),
    (263, AGENT_PROFILE, "POST", "agent"),
    (264, AGENT_PROFILE, "PUT", "agent"),
    (265, AGENT_PROFILE, "DELETE", "profileId"),
    (266, AGENT_PROFILE, "POST", "profileId"),
    (267, AGENT_PROFILE, "PUT", "profileId"),
    (296, ACTIVITY_PROFILE, "GET", "activityId"),
    (297, ACTIVITY_PROFILE, "DELETE", "activityId"),
    (298, ACTIVITY_PROFILE, "POST", "activityId"),
    (299, ACTIVITY_PROFILE, "PUT", "activityId"),
    (300, ACTIVITY_PROFILE, "DELETE", "profileId"),
    (301, ACTIVITY_PROFILE, "POST", "profileId"),
    (302, ACTIVITY_PROFILE, "PUT", "profileId"),
)
def test_request_without_a_needed_parameter_is_refused(lrs, documents, method, part):
    address = documents.address()
    del address[part]

    assert asked(lrs, documents, method, address).status == 400


BAD = {
    "agent": ["not JSON", "", "true", "[]", "{}", '{"mbox": "a"}', '{"name": "A"}'],
    "registration": ["", "1", "true", new_id() + "0"],
    "since": ["yesterday", "", "2026-13-01T00:00:00Z", "1"],
}


@requests(
    *((196 + n, STATE, method, "agent") for n, method in enumerate(METHODS)),
    *((200 + n, STATE, method, "registration") for n, method in enumerate(METHODS)),
    (204, STATE, "GET", "since"),
    (205, STATE, "DELETE", "since"),
    (255, AGENT_PROFILE, "DELETE", "agent"),
    (256, AGENT_PROFILE, "POST", "agent"),
    (257, AGENT_PROFILE, "PUT", "agent"),
    (258, AGENT_PROFILE, "GET", "agent"),
    (260, AGENT_PROFILE, "GET", "since"),
    (295, ACTIVITY_PROFILE, "GET", "since"),
    (304, ACTIVITY_PROFILE, "GET", "agent"),
)
def test_request_with_a_bad_parameter_is_refused(lrs, documents, method, part):
    address = documents.address()
    if part == "since":
        del address[documents.name]

    statuses = {
        bad: asked(lrs, documents, method, address | {part: bad}).status
        for bad in BAD[part]
    }

    assert statuses == dict.fromkeys(BAD[part], 400)


@pytest.mark.requirement("XAPI-00012")
@pytest.mark.parametrize("documents", [STATE, ACTIVITY_PROFILE])
@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("bad", ["", "1", "true", "book", '{"key": "value"}'])
def test_activity_that_is_no_iri_is_refused(lrs, documents, method, bad):
    address = documents.address() | {"activityId": bad}

    assert asked(lrs, documents, method, address).status == 400


def asked(lrs, documents, method, address):
    body = {"a": 1} if method in {"POST", "PUT"} else b""
    headers = NEW if method == "PUT" else {}
    return lrs.call(method, documents.path, body=body, headers=headers, **address)


@pytest.mark.requirement("XAPI-00218", "XAPI-00219", "XAPI-00220", "XAPI-00227")
@pytest.mark.parametrize("method", ["PUT", "POST"])
def test_state_of_a_registration_is_apart(lrs, method):
    address = STATE.address()
    registered = address | {"registration": new_id()}

    assert asked(lrs, STATE, method, registered).status == 204
    assert lrs.get(STATE.path, **address).status == 404
    assert lrs.get(STATE.path, **registered).json == {"a": 1}
    assert lrs.delete(STATE.path, **registered).status == 204
    assert lrs.get(STATE.path, **registered).status == 404


@pytest.mark.requirement("2.0-15")
@pytest.mark.parametrize("documents", [STATE, AGENT_PROFILE, ACTIVITY_PROFILE])
def test_document_says_when_it_was_modified(lrs, documents):
    before = datetime.now(UTC).replace(microsecond=0)
    address = stored(lrs, documents, {"a": 1})

    modified = lrs.get(documents.path, **address).headers["Last-Modified"]

    assert before <= parsedate_to_datetime(modified) <= datetime.now(UTC)
