"""Finding over HTTP: one statement, pages, filters and formats."""

import json
import time
from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from django.utils.http import http_date

from elearning.lrs import statement_keys
from elearning.lrs.models import Statement
from tests.elearning.lrs.cases import ID
from tests.elearning.lrs.clients import URL
from tests.factories.lrs import (
    BOOK,
    LEARNER,
    OTHER,
    READ,
    SHELF,
    WROTE,
    about,
    new_id,
    statement,
    voiding,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database_vendor]


def test_one_statement_as_it_came(lrs):
    uuid = lrs.stored(result={"response": "қағида"})

    answer = lrs.get(statementId=uuid.upper())

    assert answer.content.decode() == Statement.objects.get().payload
    assert answer["Content-Type"] == "application/json"


def test_one_statement_says_when_it_was_stored(any_lrs):
    uuid = any_lrs.stored()

    answer = any_lrs.get(statementId=uuid)

    stored = datetime.fromisoformat(answer.json()["stored"])
    assert answer["Last-Modified"] == http_date(stored.timestamp())
    assert "Last-Modified" not in any_lrs.get()


def test_head_is_get_without_body(client, lrs):
    uuid = lrs.stored()

    got = lrs.get(statementId=uuid)
    head = client.head(URL, {"statementId": uuid}, headers=lrs.sent)

    assert head.content == b""
    assert int(head["Content-Length"]) == len(got.content)


def test_voided_statement_is_found_as_voided_only(lrs):
    uuid = lrs.stored()
    (voider,) = lrs.post(voiding(uuid)).json()

    assert lrs.get(statementId=uuid).status_code == 404
    assert lrs.get(voidedStatementId=uuid).json()["id"] == uuid
    assert lrs.get(voidedStatementId=voider).status_code == 404
    assert lrs.ids() == [voider]
    assert lrs.ids(verb=READ) == [voider], "it is about what is asked for"


@pytest.mark.parametrize(
    "parameters",
    [
        {"statementId": "x"},
        {"statementId": ID, "voidedStatementId": ID},
        {"statementId": ID, "limit": 1},
        {"voidedStatementId": ID, "agent": "{}"},
        {"statementid": ID},
        {"unknown": 1},
        {"agent": "x"},
        {"agent": "{}"},
        {"agent": "[" * 50_000},
        {"agent": json.dumps({"objectType": "Group", "member": [LEARNER]})},
        {"verb": "read"},
        {"activity": "book"},
        {"registration": "x"},
        {"since": "yesterday"},
        {"until": "2026-02-30T00:00:00Z"},
        {"since": "0001-01-01T00:00:00+05:00"},
        {"limit": -1},
        {"limit": "x"},
        {"limit": "1.5"},
        {"limit": "²"},
        {"format": "pretty"},
        {"ascending": "yes"},
        {"related_agents": "1"},
        {"related_activities": "True"},
        {"attachments": "maybe"},
        {"attachments": "1"},
        {"statementId": ID, "ascending": "true"},
        {"statementId": ID, "related_agents": "true"},
        {"voidedStatementId": ID, "since": "2026-01-01T00:00:00Z"},
        {"Limit": 1},
        {"StatementId": ID},
        {"cursor": "x"},
        {"cursor": "x", "verb": READ},
    ],
    ids=lambda parameters: str(parameters)[:50],
)
def test_bad_parameter_is_refused(lrs, parameters):
    answer = lrs.get(**parameters)

    assert answer.status_code == 400
    assert answer.json()["message"]


def test_unknown_id_is_not_found(lrs):
    assert lrs.get(statementId=ID).status_code == 404


def test_newest_first_unless_ascending(lrs):
    ids = [lrs.stored() for _ in range(3)]

    assert lrs.ids() == ids[::-1]
    assert lrs.ids(ascending="true") == ids


def test_what_was_never_met_finds_nothing(lrs):
    lrs.stored()

    assert lrs.ids(agent=json.dumps(OTHER)) == []
    assert lrs.ids(verb=WROTE) == []
    assert lrs.ids(activity=SHELF, verb=READ) == []


def test_agent_is_actor_object_or_member_of_either(lrs):
    group = {"objectType": "Group", "member": [OTHER], **LEARNER}
    as_actor = lrs.stored(actor=OTHER)
    as_object = lrs.stored(object={"objectType": "Agent", **OTHER})
    as_member = lrs.stored(actor=group)
    sub = {"objectType": "SubStatement", **statement(actor=OTHER)}
    indirect = [
        lrs.stored(object=sub),
        lrs.stored(context={"instructor": OTHER}),
        lrs.stored(context={"team": group}),
    ]
    lrs.stored()
    other = json.dumps(OTHER)

    assert set(lrs.ids(agent=other)) == {as_actor, as_object, as_member}
    assert set(lrs.ids(agent=other, related_agents="true")) == {
        as_actor,
        as_object,
        as_member,
        *indirect,
    }


def test_agents_and_groups_of_a_context_are_related(any_lrs):
    group = {"objectType": "Group", "member": [OTHER], **LEARNER}
    context = {
        "contextAgents": [
            {"objectType": "contextAgent", "agent": {"name": "x", **OTHER}}
        ],
        "contextGroups": [{"objectType": "contextGroup", "group": group}],
    }
    if any_lrs.sent["X-Experience-API-Version"] == "1.0.3":
        assert any_lrs.post(statement(context=context)).status_code == 400
        return
    uuid = any_lrs.stored(context=context)

    assert any_lrs.ids(agent=json.dumps(OTHER)) == []
    assert any_lrs.ids(agent=json.dumps(OTHER), related_agents="true") == [uuid]
    (content,) = any_lrs.get(format="ids").json()["statements"]
    assert content["context"]["contextAgents"][0]["agent"] == OTHER
    assert content["context"]["contextGroups"][0]["group"] == {
        "objectType": "Group",
        **LEARNER,
    }


def test_agent_is_found_by_identifier_whatever_the_name(lrs):
    uuid = lrs.stored(actor={"name": "x", **LEARNER})

    assert lrs.ids(agent=json.dumps({"name": "y", **LEARNER})) == [uuid]


def test_activity_is_the_object_or_related(lrs):
    shelf = {"id": SHELF}
    direct = lrs.stored(object=shelf)
    sub = {"objectType": "SubStatement", **statement(object=shelf)}
    related = [
        lrs.stored(context={"contextActivities": {"grouping": [shelf]}}),
        lrs.stored(context={"contextActivities": {"parent": shelf}}),
        lrs.stored(object=sub),
    ]
    lrs.stored()

    assert lrs.ids(activity=SHELF) == [direct]
    assert set(lrs.ids(activity=SHELF, related_activities="true")) == {
        direct,
        *related,
    }


def test_filters_hold_together(lrs):
    registration = new_id()
    wanted = lrs.stored(
        actor=OTHER, verb={"id": WROTE}, context={"registration": registration.upper()}
    )
    lrs.stored(actor=OTHER, verb={"id": WROTE})
    lrs.stored(actor=OTHER, context={"registration": registration})
    lrs.stored(verb={"id": WROTE}, context={"registration": registration})
    asked = {"agent": json.dumps(OTHER), "verb": WROTE, "registration": registration}

    assert lrs.ids(**asked) == [wanted]
    assert lrs.ids(**asked, activity=BOOK) == [wanted]
    assert lrs.ids(**asked, activity=SHELF) == []
    assert lrs.ids(activity=BOOK, verb=WROTE, registration=registration)[1:] == [wanted]


def test_statement_about_another_is_found_by_it(lrs):
    target = lrs.stored(actor=OTHER)
    comment = lrs.stored(verb={"id": WROTE}, object=about(target))
    comment_on_it = lrs.stored(verb={"id": WROTE}, object=about(comment))
    lrs.stored()

    assert lrs.ids(agent=json.dumps(OTHER)) == [comment_on_it, comment, target]
    assert lrs.ids(agent=json.dumps(OTHER), verb=READ, activity=BOOK) == [
        comment_on_it,
        comment,
        target,
    ]
    assert lrs.ids(agent=json.dumps(OTHER), verb=WROTE) == []


def test_since_is_after_and_until_is_at_or_before(lrs):
    first = lrs.stored()
    time.sleep(0.002)
    second = lrs.stored()
    stored = Statement.objects.get(uuid=first).stored_at
    just_before = stored - timedelta(milliseconds=1)
    in_almaty = just_before.astimezone(timezone.get_default_timezone())

    assert lrs.ids(since=statement_keys.format_timestamp(stored)) == [second]
    assert lrs.ids(since=in_almaty.isoformat()) == [second, first]
    assert lrs.ids(until=statement_keys.format_timestamp(stored)) == [first]
    assert lrs.ids(until=statement_keys.format_timestamp(just_before)) == []


@pytest.mark.parametrize(
    "written",
    ["2000-01-01 00:00:00z", "20000101T000000Z", "2000-W01-1T00:00", "2000-001T00+05"],
)
def test_moment_is_asked_for_as_statements_write_it(lrs, written):
    uuid = lrs.stored()

    assert lrs.ids(since=written) == [uuid]
    assert lrs.ids(until=written) == []
