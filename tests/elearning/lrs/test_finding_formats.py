"""Formats of found statements: ids, exact, canonical."""

import pytest

from elearning.lrs.models import CredentialScope
from tests.elearning.lrs.clients import URL, Lrs
from tests.factories.lrs import (
    BOOK,
    LEARNER,
    OTHER,
    READ,
    SHELF,
    headers,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database_vendor]


def test_canonical_definition_is_what_all_statements_say(client, lrs):
    uuid = lrs.stored(object={"id": BOOK, "definition": {"name": {"kk": "Кітап"}}})
    lrs.stored(object={"id": BOOK, "definition": {"type": "https://example.org/book"}})
    asked = {"statementId": uuid, "format": "canonical"}

    def defined(scope):
        answer = client.get(URL, asked, headers=headers(*scope))
        assert answer.status_code == 200
        return answer.json()["object"]["definition"]

    name = {"name": {"kk": "Кітап"}}
    assert defined([CredentialScope.READ]) == name | {
        "type": "https://example.org/book"
    }
    assert lrs.get(statementId=uuid).json()["object"]["definition"] == name


def test_canonical_tells_a_reader_of_her_own_nothing_of_others(client, lrs):
    answered = {"interactionType": "fill-in", "correctResponsesPattern": ["secret"]}
    lrs.stored(object={"id": BOOK, "definition": answered})
    mine = Lrs(client, headers(CredentialScope.WRITE, CredentialScope.READ_MINE))
    mine.stored()

    (content,) = mine.get(format="canonical").json()["statements"]

    assert content["object"] == {"id": BOOK}


def test_format_ids_keeps_what_identifies(lrs):
    group = {"objectType": "Group", "name": "x", "member": [{"name": "y", **LEARNER}]}
    uuid = lrs.stored(
        actor=group,
        verb={"id": READ, "display": {"en": "read"}},
        object={"id": BOOK, "definition": {"name": {"en": "Book"}}},
        context={
            "instructor": {"name": "z", **OTHER},
            "contextActivities": {
                "parent": {"id": SHELF, "definition": {"name": {"en": "Shelf"}}}
            },
        },
    )

    content = lrs.get(statementId=uuid, format="ids").json()

    assert content["actor"] == {"objectType": "Group", "member": [LEARNER]}
    assert content["verb"] == {"id": READ}
    assert content["object"] == {"id": BOOK}
    assert content["context"] == {
        "instructor": OTHER,
        "contextActivities": {"parent": [{"id": SHELF}]},
    }


@pytest.mark.parametrize(
    ("accepted", "tag"),
    [
        ("", "kk"),
        ("ru", "ru"),
        ("de, ru;q=0.5, en;q=0.8", "en-GB"),
        ("en-US", "kk"),
        ("en-GB", "en-GB"),
        ("ru-RU", "ru"),
        ("*", "kk"),
        ("ru;q=0, en;q=x", "kk"),
    ],
)
def test_format_canonical_keeps_one_language(client, lrs, accepted, tag):
    texts = {"kk": "Кітап", "ru": "Книга", "en-GB": "Book"}
    uuid = lrs.stored(
        object={
            "id": BOOK,
            "definition": {
                "name": texts,
                "extensions": {"https://example.org/name": {"name": texts}},
            },
        }
    )

    content = client.get(
        URL,
        {"statementId": uuid, "format": "canonical"},
        headers=lrs.sent | {"Accept-Language": accepted},
    ).json()

    definition = content["object"]["definition"]
    assert definition["name"] == {tag: texts[tag]}
    assert definition["extensions"] == {"https://example.org/name": {"name": texts}}
