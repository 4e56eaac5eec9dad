"""Versions, credentials, headers, errors, HEAD (Communication 1.1, 2.1.3, 3.2–4)."""

import re
import socket
import time
from datetime import datetime

import pytest

from tests.conformance.resources import ACTIVITY_PROFILE, AGENT_PROFILE, NEW, STATE
from tests.conformance.things import about_new, agent, iri, sent
from tests.factories.lrs import basic, new_id, statement, voiding
from tests.waiting import PATIENCE

VERSION = "X-Experience-API-Version"
THROUGH = "X-Experience-API-Consistent-Through"
RESOURCES = [
    *["statements", "activities", "activities/state", "activities/profile"],
    *["agents", "agents/profile"],
]
OF_STATEMENTS = [
    *["statementId", "voidedStatementId", "agent", "verb", "activity", "registration"],
    *["related_activities", "related_agents", "since", "until", "limit", "format"],
    *["attachments", "ascending"],
]


@pytest.mark.requirement("XAPI-00140")
@pytest.mark.parametrize("path", RESOURCES)
def test_every_resource_is_there(lrs, path):
    assert lrs.get(path, headers={"Authorization": None}).status == 401


@pytest.mark.requirement("XAPI-00321", "XAPI-00331", "XAPI-00333")
@pytest.mark.parametrize("path", RESOURCES)
@pytest.mark.parametrize(
    "version", [None, "", "0.8", "0.95", "1.1", "3.0.0", "2.1.0", "x"]
)
def test_request_without_a_spoken_version_is_refused(lrs, path, version):
    answer = lrs.get(path, headers={VERSION: version})

    assert answer.status == 400
    assert answer.headers[VERSION] == lrs.version


@pytest.mark.requirement("XAPI-00321")
@pytest.mark.parametrize("method", ["POST", "PUT"])
def test_writing_without_a_version_is_refused(lrs, method):
    mine = new_id()
    address = {"statementId": mine} if method == "PUT" else {}

    answer = lrs.call(
        method,
        "statements",
        body=statement(id=mine),
        headers={VERSION: None},
        **address,
    )

    assert answer.status == 400
    assert lrs.get("statements", statementId=mine).status == 404


def test_connection_serves_on_after_a_refusal(store):
    refused = b"POST /xapi/statements HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n\r\n"
    next_one = (
        b"GET /xapi/about HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    )

    with socket.create_connection(
        ("127.0.0.1", store.port), timeout=PATIENCE
    ) as client:
        client.sendall(refused)
        time.sleep(0.2)  # a body may come later than its headers
        client.sendall(b"body" + next_one)
        answers = b"".join(iter(lambda: client.recv(65_536), b""))

    assert re.findall(rb"HTTP/1.1 (\d+)", answers) == [b"400", b"200"]


@pytest.mark.requirement("XAPI-00331", "XAPI-00333")
@pytest.mark.parametrize(
    "version", ["1.0", "1.0.0", "1.0.1", "1.0.2", "1.0.3", "1.0.9"]
)
def test_1_0_x_is_answered_as_1_0_3_at_both_mounts(lrs, version):
    answer = lrs.get("statements", limit=1, headers={VERSION: version})

    assert (answer.status, answer.headers[VERSION]) == (200, "1.0.3")


@pytest.mark.requirement("XAPI-00331", "XAPI-00333")
@pytest.mark.parametrize("version", ["2.0", "2.0.0"])
def test_2_0_x_is_answered_as_2_0_0_at_both_mounts(lrs, version):
    answer = lrs.get("statements", limit=1, headers={VERSION: version})

    assert (answer.status, answer.headers[VERSION]) == (200, "2.0.0")


@pytest.mark.requirement("XAPI-00333")
@pytest.mark.parametrize("path", ["about", *RESOURCES])
def test_every_answer_names_its_version(lrs, path):
    assert lrs.get(path).headers[VERSION] == lrs.version


@pytest.mark.requirement("XAPI-00334", "XAPI-00335")
@pytest.mark.parametrize(
    "credential",
    [
        None,
        "",
        "Basic",
        "Basic !",
        "Bearer a",
        basic("nobody", "nothing"),
        basic("", ""),
    ],
)
def test_request_without_a_good_credential_is_refused(lrs, credential):
    headers = {"Authorization": credential}

    read = lrs.get("statements", headers=headers)
    write = lrs.post("statements", statement(), headers=headers)

    assert (read.status, write.status) == (401, 401)


@pytest.mark.requirement("XAPI-00335")
def test_basic_credential_opens_what_it_may(lrs):
    assert lrs.key.startswith("Basic ")
    assert lrs.get("statements", limit=1).status == 200


@pytest.mark.requirement("XAPI-00327")
def test_credential_that_may_only_read_writes_nothing(lrs):
    mine = new_id()
    headers = {"Authorization": lrs.store.keys["statements/read"]}

    assert lrs.get("statements", headers=headers, limit=1).status == 200
    assert lrs.post("statements", statement(id=mine), headers=headers).status == 403
    assert lrs.get("statements", statementId=mine).status == 404


@pytest.mark.requirement("XAPI-00327")
def test_credential_that_may_only_write_reads_nothing(lrs):
    headers = {"Authorization": lrs.store.keys["statements/write"]}

    assert lrs.post("statements", statement(), headers=headers).status == 200
    assert lrs.get("statements", headers=headers, limit=1).status == 403


@pytest.mark.requirement("XAPI-00324")
@pytest.mark.parametrize("path", RESOURCES)
def test_unknown_parameter_is_refused(lrs, path):
    known = {
        "activities": {"activityId": iri("books")},
        "agents": {"agent": agent()},
        STATE.path: STATE.address(),
        AGENT_PROFILE.path: AGENT_PROFILE.address(),
        ACTIVITY_PROFILE.path: ACTIVITY_PROFILE.address(),
    }

    assert lrs.get(path, **known.get(path, {}), foo="bar").status == 400


@pytest.mark.requirement("XAPI-00325", "XAPI-00008")
@pytest.mark.parametrize("name", OF_STATEMENTS)
def test_parameter_in_another_case_is_refused(lrs, name):
    assert lrs.get("statements", **{name.capitalize(): "a"}).status == 400


@pytest.mark.requirement("XAPI-00325")
def test_writing_with_a_parameter_in_another_case_is_refused(lrs):
    mine = new_id()

    assert lrs.put("statements", statement(id=mine), StatementId=mine).status == 400


@pytest.mark.requirement("XAPI-00325")
@pytest.mark.parametrize("documents", [STATE, AGENT_PROFILE, ACTIVITY_PROFILE])
def test_documents_know_no_parameter_in_another_case(lrs, documents):
    address = documents.address()
    address[documents.name.lower()] = address.pop(documents.name)

    assert lrs.put(documents.path, {"a": 1}, headers=NEW, **address).status == 400


@pytest.mark.requirement("XAPI-00323")
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("DELETE", "statements"),
        *(
            (method, path)
            for method in ("DELETE", "POST", "PUT")
            for path in ("activities", "agents")
        ),
        ("DELETE", "about"),
    ],
)
@pytest.mark.parametrize("credential", [True, False], ids=["known", "unknown"])
def test_method_that_a_resource_has_not_is_405(lrs, method, path, credential):
    headers = {} if credential else {"Authorization": None}

    assert lrs.call(method, path, headers=headers).status == 405


@pytest.mark.requirement("XAPI-00323")
def test_refusals_use_the_codes_of_the_specification(lrs):
    mine = statement(id=new_id())
    sent(lrs, mine)
    other = mine | {"verb": {"id": iri("verbs")}}
    nobody = {"Authorization": None}

    assert lrs.post("statements", {}).status == 400
    assert lrs.get("statements", headers=nobody).status == 401
    assert lrs.get("statements", statementId=new_id()).status == 404
    assert lrs.put("statements", other, statementId=mine["id"]).status == 409


@pytest.mark.requirement("XAPI-00328")
def test_what_is_too_large_is_refused(lrs):
    mine = new_id()
    large = statement(id=mine, result={"response": "a" * 11_000_000})

    assert lrs.post("statements", large).status == 413
    lrs.close()
    assert lrs.get("statements", statementId=mine).status == 404


@pytest.mark.requirement("XAPI-00152", "XAPI-00153", "XAPI-00160")
def test_all_is_told_up_to_a_moment_not_before_what_is_returned(lrs):
    [mine] = sent(lrs, about_new())

    answer = lrs.get("statements", statementId=mine)
    through = datetime.fromisoformat(answer.headers[THROUGH])

    assert through.tzinfo is not None
    assert through >= datetime.fromisoformat(answer.json["stored"])


@pytest.mark.requirement("XAPI-00153")
def test_consistent_through_comes_with_every_answer(lrs):
    [mine] = sent(lrs, about_new())
    [void] = sent(lrs, about_new())
    sent(lrs, voiding(void))

    answers = [
        lrs.get("statements"),
        lrs.get("statements", statementId=mine),
        lrs.get("statements", voidedStatementId=void),
        lrs.get("statements", statementId=new_id()),
        lrs.get("statements", limit=-1),
        lrs.get("statements", headers={"Authorization": None}),
        lrs.get("statements", headers={VERSION: None}),
        lrs.post("statements", {}),
        lrs.post("statements", statement()),
    ]

    assert [answer.status for answer in answers] == [
        *[200, 200, 200, 404, 400, 401, 400, 400, 200]
    ]
    assert all(datetime.fromisoformat(answer.headers[THROUGH]) for answer in answers)


@pytest.mark.requirement("XAPI-00165")
def test_every_statement_answer_has_a_content_type(lrs):
    [mine] = sent(lrs, about_new())

    for query in ({}, {"statementId": mine}, {"attachments": True}):
        assert lrs.get("statements", **query).headers["Content-Type"]


@pytest.mark.requirement("XAPI-00125", "XAPI-00126")
def test_head_is_get_without_the_body(lrs):
    [mine] = sent(lrs, one := about_new())
    state = STATE.address()
    lrs.post(STATE.path, {"a": 1}, **state)
    queries = [
        ("about", {}),
        ("statements", {"statementId": mine}),
        ("statements", {"verb": one["verb"]["id"]}),
        ("statements", {"statementId": new_id()}),
        ("statements", {"limit": "x"}),
        ("activities", {"activityId": one["object"]["id"]}),
        ("agents", {"agent": one["actor"]}),
        (STATE.path, state),
        (STATE.path, {part: state[part] for part in STATE.parts}),
        (AGENT_PROFILE.path, {"agent": one["actor"]}),
        (ACTIVITY_PROFILE.path, {"activityId": one["object"]["id"]}),
    ]

    for path, query in queries:
        got, head = lrs.get(path, **query), lrs.call("HEAD", path, **query)

        assert (head.status, head.body) == (got.status, b"")
        for name in (
            "Content-Type",
            "Content-Length",
            VERSION,
            "ETag",
            "Last-Modified",
        ):
            assert head.headers[name] == got.headers[name], (path, name)
        assert bool(head.headers[THROUGH]) == (path == "statements")
