"""Whom an agent stands for: the Person of the Agents resource (Part Three, 2.4)."""

import pytest

from tests.elearning.lrs.callers import Caller, tag
from tests.factories.lrs import LEARNER, OTHER, statement

pytestmark = [pytest.mark.django_db, pytest.mark.database_vendor]
BOTH = pytest.mark.parametrize("lrs", ["1.0.3", "2.0.0"], indirect=True)


@pytest.fixture
def lrs(client, request):
    return Caller(client, version=getattr(request, "param", "2.0.0"))


def person(lrs, agent):
    answer = lrs.get("agents", {"agent": agent})
    assert answer.status_code == 200, answer.content
    return answer.json()


@BOTH
@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"agent": "x"},
        {"agent": {"name": "Rick"}},
        {"agent": LEARNER | OTHER},
        {"agent": OTHER | {"objectType": "Group"}},
        {"Agent": LEARNER},
        {"agent": LEARNER, "since": "2026-01-01T00:00:00Z"},
    ],
)
def test_parameters_that_name_no_agent_are_refused(lrs, wrong):
    assert lrs.get("agents", wrong).status_code == 400


@BOTH
@pytest.mark.parametrize(
    "agent",
    [
        LEARNER,
        OTHER,
        {"openid": "https://example.org/me"},
        {"mbox_sha1sum": "ebd31e95054c018b10727ccffd2ef2ec3a016ee9"},
    ],
)
def test_stranger_is_what_was_asked_for(lrs, agent):
    (kind,) = agent

    assert person(lrs, agent) == {"objectType": "Person", kind: [agent[kind]]}
    assert person(lrs, agent | {"name": "Asel", "objectType": "Agent"}) == {
        "objectType": "Person",
        "name": ["Asel"],
        kind: [agent[kind]],
    }


def test_person_has_the_names_statements_used(lrs):
    group = {"objectType": "Group", "member": [LEARNER | {"name": "A. S."}, OTHER]}
    lrs.store(
        statement(actor=LEARNER | {"name": "Asel"}),
        statement(actor=LEARNER | {"name": "Asel"}),
        statement(actor=OTHER | {"name": "Somebody else"}),
        statement(actor=OTHER, object=LEARNER | {"objectType": "Agent", "name": "Ася"}),
        statement(actor=group),
    )

    found = person(lrs, LEARNER | {"name": "Asked"})

    assert found["name"] == ["Asked", "A. S.", "Ася", "Asel"]
    assert found["mbox"] == [LEARNER["mbox"]]


def test_answer_has_an_etag(lrs):
    answer = lrs.get("agents", {"agent": LEARNER})

    assert answer["ETag"] == tag(answer.content)
    assert lrs.head("agents", {"agent": LEARNER}).content == b""
    assert lrs.put("agents", {"agent": LEARNER}, {}).status_code == 405
