"""Pages of found statements: cursors, limits, and what comes meanwhile."""

import json

import pytest
from django.core import signing

from elearning.lrs.models import CredentialScope
from elearning.lrs.statements import statement_query
from tests.factories.lrs import (
    LEARNER,
    OTHER,
    READ,
    about,
    headers,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database_vendor]


@pytest.mark.parametrize("ascending", ["true", "false"])
def test_more_goes_on_to_the_end_whatever_comes_meanwhile(client, lrs, ascending):
    ids = [lrs.stored(actor=OTHER) for _ in range(5)]
    ids.append(lrs.stored(object=about(ids[0])))
    asked = {"agent": json.dumps(OTHER), "limit": 2, "ascending": ascending}
    found, answer = [], lrs.get(**asked).json()
    while True:
        found += [item["id"] for item in answer["statements"]]
        if not answer["more"]:
            break
        assert len(answer["statements"]) == 2
        if ascending == "false":
            lrs.stored(actor=OTHER)
        answer = client.get(answer["more"], headers=lrs.sent).json()

    assert found == (ids if ascending == "true" else ids[::-1])


def test_more_stays_with_version_and_format(client, any_lrs):
    first, last = (
        any_lrs.stored(),
        any_lrs.stored(verb={"id": READ, "display": {"en": "read"}}),
    )
    more = any_lrs.get(limit=1, format="ids").json()["more"]

    answer = client.get(more, headers=any_lrs.sent)

    assert more.startswith(f"{any_lrs.url}?cursor=")
    (content,) = answer.json()["statements"]
    assert (content["id"], content["verb"]) == (first, {"id": READ})
    assert (
        answer["X-Experience-API-Version"] == any_lrs.sent["X-Experience-API-Version"]
    )
    assert last != first


def test_cursor_of_another_release_is_refused(lrs):
    cursor = signing.dumps({"after": 1, "colour": "red"}, salt="lrs.more")

    assert lrs.get(cursor=cursor).status_code == 400


def test_cursor_needs_a_credential_and_cannot_be_changed(client, lrs):
    lrs.stored(), lrs.stored()
    more = lrs.get(limit=1).json()["more"]

    assert client.get(more, headers=lrs.sent).status_code == 200
    assert client.get(more[:-1], headers=lrs.sent).status_code == 400
    assert client.get(more).status_code == 400
    writer = headers(CredentialScope.WRITE)
    assert client.get(more, headers=writer).status_code == 403


def test_limit_nought_and_great_limits_mean_the_most(lrs, monkeypatch):
    monkeypatch.setattr(statement_query, "MOST", 2)
    for _ in range(3):
        lrs.stored()

    for limit in (0, 2, 3, 10**30):
        assert len(lrs.ids(limit=limit)) == 2
    assert len(lrs.ids(limit=1)) == 1


def test_page_takes_the_same_queries_for_any_number(lrs, django_assert_num_queries):
    asked = {"agent": json.dumps(LEARNER), "verb": READ}
    for number in (1, 3):
        for _ in range(number):
            lrs.stored()
        with django_assert_num_queries(7):
            lrs.get(**asked)
