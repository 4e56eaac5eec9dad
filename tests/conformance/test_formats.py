"""The forms a statement is returned in (Communication 2.1.3)."""

import pytest

from tests.conformance.things import about_new, agent, iri, sent
from tests.factories.lrs import BOOK, statement

GROUP = {"objectType": "Group"}


def whole():
    """A statement with names, definitions and a display to leave out or to choose."""
    return statement(
        actor=agent(objectType="Agent", name="Айгүл"),
        verb={"id": iri("verbs"), "display": {"en": "read", "kk": "оқыды"}},
        object={
            "objectType": "Activity",
            "id": iri("books"),
            "definition": {
                "name": {"en": "Book", "kk": "Кітап", "ru": "Книга"},
                "description": {"en": "A book"},
                "type": "https://example.org/types/book",
            },
        },
    )


def kept(lrs, statement_id, **query):
    """Return a statement as a query in some form has it."""
    answer = lrs.get("statements", statementId=statement_id, **query)
    assert answer.status == 200, answer.body
    return answer.json


@pytest.mark.requirement("XAPI-00168", "XAPI-00170")
@pytest.mark.parametrize("query", [{}, {"format": "exact"}], ids=["usual", "exact"])
def test_exact_is_what_was_received(lrs, query):
    one = whole()
    one["result"] = {"score": {"raw": 87, "scaled": 0.870}, "duration": "P1Y2M3DT4H"}
    [mine] = sent(lrs, one)

    found = kept(lrs, mine, **query)

    assert {key: found[key] for key in one} == one


@pytest.mark.requirement("XAPI-00168", "XAPI-00171")
def test_ids_are_identifiers_only(lrs):
    one = whole()
    one["object"]["id"] = BOOK
    [mine] = sent(lrs, one)

    found = kept(lrs, mine, format="ids")

    assert found["actor"] == {"objectType": "Agent", "mbox": one["actor"]["mbox"]}
    assert found["verb"] == {"id": one["verb"]["id"]}
    assert found["object"] in ({"id": BOOK}, {"objectType": "Activity", "id": BOOK})


@pytest.mark.requirement("XAPI-00171")
def test_ids_keep_the_members_of_an_anonymous_group(lrs):
    members = [agent(name="A"), agent(name="B")]
    named = GROUP | {"name": "Shift", "mbox": agent()["mbox"], "member": members}
    ids = sent(
        lrs,
        statement(actor=GROUP | {"name": "Shift", "member": members}),
        statement(actor=named),
    )

    anonymous, identified = (kept(lrs, one, format="ids")["actor"] for one in ids)

    assert [who["mbox"] for who in anonymous["member"]] == [m["mbox"] for m in members]
    assert not any("name" in who for who in anonymous["member"])
    assert identified == GROUP | {"mbox": named["mbox"]}


@pytest.mark.requirement("XAPI-00171")
def test_ids_reach_into_contexts_and_substatements(lrs):
    definition = {"name": {"en": "Book"}}
    context = {
        "instructor": agent(name="A"),
        "contextActivities": {"parent": [{"id": BOOK, "definition": definition}]},
    }
    within = {"objectType": "SubStatement"} | statement(
        object={"id": BOOK, "definition": definition}, context=context
    )
    [mine] = sent(lrs, statement(object=within, context=context))

    found = kept(lrs, mine, format="ids")

    for part in (found, found["object"]):
        assert "name" not in part["context"]["instructor"]
        assert "definition" not in part["context"]["contextActivities"]["parent"][0]
    assert "definition" not in found["object"]["object"]


@pytest.mark.requirement("XAPI-00168", "XAPI-00169", "XAPI-00172")
@pytest.mark.parametrize(
    ("accepted", "language", "name"),
    [
        ("kk", "kk", "Кітап"),
        ("ru, en;q=0.5", "ru", "Книга"),
        ("fr, en-GB;q=0.9, kk;q=0.1", "en", "Book"),
    ],
)
def test_canonical_is_in_the_language_that_was_asked_for(lrs, accepted, language, name):
    [mine] = sent(lrs, whole())

    found = kept(lrs, mine, format="canonical", headers={"Accept-Language": accepted})

    assert found["object"]["definition"]["name"] == {language: name}
    assert len(found["verb"]["display"]) == 1


@pytest.mark.requirement("XAPI-00169")
def test_canonical_has_the_definition_of_other_statements(lrs):
    one = whole()
    sent(lrs, one)
    [bare] = sent(lrs, statement(object={"id": one["object"]["id"]}))

    found = kept(lrs, bare, format="canonical", headers={"Accept-Language": "en"})

    assert found["object"]["definition"] == {
        "name": {"en": "Book"},
        "description": {"en": "A book"},
        "type": "https://example.org/types/book",
    }


@pytest.mark.requirement("XAPI-00168")
@pytest.mark.parametrize("form", ["ids", "exact", "canonical"])
def test_lists_come_in_every_form(lrs, form):
    [mine] = sent(lrs, one := about_new())

    answer = lrs.get("statements", verb=one["verb"]["id"], format=form)

    assert [found["id"] for found in answer.json["statements"]] == [mine]
    assert answer.json["statements"][0]["verb"] == one["verb"]
