"""What is known of agents and activities (Communication 2.4, 2.5)."""

import pytest

from tests.conformance.things import agent, iri, sent
from tests.factories.lrs import statement

SHA1 = "ebd31e95054c018b10727ccffd2ef2ec3a016ee9"
NOT_AGENTS = ["not JSON", "", "true", "7", "[]", "{}", '{"name": "A"}', '{"mbox": "a"}']


@pytest.mark.requirement("XAPI-00243")
def test_agents_without_agent_are_refused(lrs):
    assert lrs.get("agents").status == 400


@pytest.mark.requirement("XAPI-00249")
def test_agents_with_what_is_no_agent_are_refused(lrs):
    statuses = {bad: lrs.get("agents", agent=bad).status for bad in NOT_AGENTS}

    assert statuses == dict.fromkeys(NOT_AGENTS, 400)


@pytest.mark.requirement("XAPI-00236", "XAPI-00237", "XAPI-00238", "XAPI-00239")
@pytest.mark.requirement("XAPI-00244", "XAPI-00245", "XAPI-00246", "XAPI-00248")
def test_known_agent_is_a_person(lrs):
    known = agent(name="Айгүл")
    sent(lrs, statement(actor=known))

    answer = lrs.get("agents", agent=known)

    assert answer.status == 200
    assert answer.json == {
        "objectType": "Person",
        "name": ["Айгүл"],
        "mbox": [known["mbox"]],
    }


@pytest.mark.requirement("XAPI-00247")
@pytest.mark.requirement("XAPI-00240", "XAPI-00241", "XAPI-00242")
@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("mbox_sha1sum", SHA1),
        ("openid", "https://example.org/nobody"),
        ("account", {"homePage": "https://example.org", "name": "nobody"}),
    ],
)
def test_unknown_agent_is_a_person_all_the_same(lrs, key, value):
    answer = lrs.get("agents", agent={key: value})

    assert answer.status == 200
    assert answer.json == {"objectType": "Person", key: [value]}


@pytest.mark.requirement("XAPI-00250")
def test_activities_without_id_are_refused(lrs):
    assert lrs.get("activities").status == 400
    assert lrs.get("activities", activityId="book").status == 400


@pytest.mark.requirement("XAPI-00251", "XAPI-00252", "XAPI-00253")
def test_known_activity_is_returned_whole(lrs):
    activity = {
        "objectType": "Activity",
        "id": iri("books"),
        "definition": {
            "name": {"en": "Book"},
            "type": "https://example.org/types/book",
            "extensions": {"https://example.org/pages": 7},
        },
    }
    sent(lrs, statement(object=activity))

    answer = lrs.get("activities", activityId=activity["id"])

    assert (answer.status, answer.json) == (200, activity)


@pytest.mark.requirement("XAPI-00254")
def test_activity_has_what_all_statements_say_of_it(lrs):
    book = iri("books")
    words = [{"en": "Book"}, {"kk": "Кітап"}]
    sent(
        lrs,
        *(statement(object={"id": book, "definition": {"name": w}}) for w in words),
    )

    answer = lrs.get("activities", activityId=book)

    assert answer.json["definition"] == {"name": {"en": "Book", "kk": "Кітап"}}


@pytest.mark.requirement("2.0-12")
def test_unknown_activity_is_returned_as_it_was_asked_for(two):
    book = iri("books")

    answer = two.get("activities", activityId=book)

    assert answer.status == 200
    assert answer.json == {"objectType": "Activity", "id": book}


@pytest.mark.requirement("2.0-13")
def test_iris_are_not_rewritten(two):
    book = f"{iri('shelves')}/../b"
    sent(two, statement(object={"id": book}))

    assert two.get("activities", activityId=book).json["id"] == book
