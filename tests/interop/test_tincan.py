"""tincan, the client of xAPI in Python, speaks with the store."""

import json

import pytest
from tincan import (
    Activity,
    ActivityDefinition,
    Agent,
    LanguageMap,
    RemoteLRS,
    Statement,
    StatementRef,
    Verb,
)
from tincan.documents import (
    ActivityProfileDocument,
    AgentProfileDocument,
    StateDocument,
)

from tests.factories.lrs import VOIDED, new_id
from tests.stores import MOUNTS, Caller


@pytest.fixture(params=MOUNTS)
def remote(request, store):
    """tincan's client at one of the mounts; it says 1.0.3 at either."""
    return RemoteLRS(
        endpoint=store.url(request.param), auth=store.keys["all"], version="1.0.3"
    )


@pytest.fixture
def agent():
    return Agent(name="Айгүл", mbox=f"mailto:{new_id()}@example.org")


@pytest.fixture
def activity():
    return Activity(
        id=f"https://example.org/books/{new_id()}",
        definition=ActivityDefinition(name=LanguageMap({"kk": "Кітап"})),
    )


@pytest.fixture
def verb():
    return Verb(id=f"https://example.org/verbs/{new_id()}")


@pytest.fixture
def written(agent, verb, activity):
    """A statement as tincan builds it."""
    return lambda: Statement(actor=agent, verb=verb, object=activity)


def ids(answer):
    assert answer.success, answer.data
    return [str(one.id) for one in answer.content.statements]


def test_it_saves_a_statement_and_retrieves_it(remote, written):
    saved = remote.save_statement(written())
    assert saved.success, saved.data

    found = remote.retrieve_statement(saved.content.id)

    assert found.content.actor.name == "Айгүл"
    assert dict(found.content.object.definition.name) == {"kk": "Кітап"}


def test_it_saves_many_and_reads_them_page_by_page(remote, written, verb):
    saved = remote.save_statements([written() for _each in range(3)])
    assert saved.success, saved.data
    sent = [str(one.id) for one in saved.content]

    first = remote.query_statements({"verb": verb, "limit": 2, "ascending": "true"})
    second = remote.more_statements(first.content)

    assert [ids(first), ids(second)] == [sent[:2], sent[2:]]
    assert not second.content.more


def test_it_queries_by_agent_and_activity(remote, written, agent, activity):
    saved = remote.save_statement(written())

    found = remote.query_statements(
        {"agent": agent, "activity": activity, "related_agents": "true"}
    )

    assert ids(found) == [str(saved.content.id)]


def test_it_voids_a_statement(remote, written, agent):
    saved = remote.save_statement(written()).content.id
    voiding = Statement(
        actor=agent, verb=Verb(id=VOIDED), object=StatementRef(id=str(saved))
    )
    assert remote.save_statement(voiding).success

    assert remote.retrieve_voided_statement(saved).content.id == saved
    assert remote.retrieve_statement(saved).response.status == 404


def test_it_keeps_state(remote, agent, activity):
    place = {"agent": agent, "activity": activity, "id": "place"}
    new = StateDocument(**place, content='{"page": 1}', content_type="application/json")

    assert remote.save_state(new).success
    kept = remote.retrieve_state(activity, agent, "place")
    listed = remote.retrieve_state_ids(activity, agent)
    assert remote.delete_state(kept.content).success

    assert json.loads(kept.data) == {"page": 1}
    assert json.loads(listed.data) == ["place"]
    assert remote.retrieve_state_ids(activity, agent).data == "[]"


def test_it_clears_state(remote, agent, activity):
    for name in ("place", "answers"):
        document = StateDocument(agent=agent, activity=activity, id=name, content="1")
        assert remote.save_state(document).success

    assert remote.clear_state(activity, agent).success
    assert remote.retrieve_state_ids(activity, agent).data == "[]"


@pytest.mark.parametrize("of", ["activity", "agent"])
def test_it_keeps_profiles(remote, store, agent, activity, of):
    """tincan cannot say that a profile is new, so somebody else has to make it."""
    owner = {"activity": activity, "agent": agent}[of]
    kind = {"activity": ActivityProfileDocument, "agent": AgentProfileDocument}[of]
    address = (
        {"activityId": activity.id}
        if of == "activity"
        else {"agent": {"mbox": agent.mbox}}
    )
    path = "activities/profile" if of == "activity" else "agents/profile"
    other = Caller(store, "1.0.3")
    other.post(path, {"page": 1}, **address, profileId="notes")
    other.close()

    retrieve = getattr(remote, f"retrieve_{of}_profile")
    answer = retrieve(owner, "notes")
    changed = kind(
        **{of: owner},
        id="notes",
        etag=answer.response.getheader("ETag"),  # tincan looks for it in vain
        content='{"page": 2}',
        content_type="application/json",
    )
    saved = getattr(remote, f"save_{of}_profile")(changed)
    listed = getattr(remote, f"retrieve_{of}_profile_ids")(owner)

    assert json.loads(answer.data) == {"page": 1}
    assert saved.success, saved.data
    assert json.loads(retrieve(owner, "notes").data) == {"page": 2}
    assert json.loads(listed.data) == ["notes"]
    again = retrieve(owner, "notes").content
    assert getattr(remote, f"delete_{of}_profile")(again).success
