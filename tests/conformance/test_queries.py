"""Statements that are found, page by page (Data 2.5, Communication 2.1.3)."""

import pytest

from tests.conformance.things import about_new, agent, found, iri, moment, sent
from tests.factories.lrs import (
    BOOK,
    LEARNER,
    READ,
    about,
    new_id,
    statement,
    voiding,
)

GROUP = {"objectType": "Group"}
ID = "1b3c4d5e-6f70-4a8b-9c0d-1e2f3a4b5c6d"


@pytest.mark.requirement("XAPI-00112", "XAPI-00149", "XAPI-00109", "XAPI-00154")
def test_query_that_finds_nothing_is_answered_all_the_same(lrs):
    answer = lrs.get("statements", verb=iri("verbs"))

    assert answer.status == 200
    assert answer.json["statements"] == []
    assert answer.json.get("more", "") == ""


@pytest.mark.requirement("XAPI-00110", "XAPI-00113", "XAPI-00154", "XAPI-00159")
def test_query_is_answered_with_a_list(lrs):
    [mine] = sent(lrs, one := about_new())

    answer = lrs.get("statements", verb=one["verb"]["id"])

    assert answer.headers["Content-Type"].partition(";")[0] == "application/json"
    assert {*answer.json} <= {"statements", "more"}
    assert [kept["id"] for kept in answer.json["statements"]] == [mine]


@pytest.mark.requirement("XAPI-00108", "XAPI-00111", "XAPI-00113", "XAPI-00114")
def test_more_leads_through_all_pages(lrs):
    verb = {"id": iri("verbs")}
    ids = sent(lrs, *(statement(verb=verb) for _each in range(5)))
    page = lrs.get("statements", verb=verb["id"], limit=2, ascending=True).json
    pages = [page]

    while page.get("more"):
        answer = lrs.send("GET", page["more"], b"", _usual(lrs))
        assert answer.status == 200
        page = answer.json
        assert {*page} <= {"statements", "more"}
        pages.append(page)

    assert [[kept["id"] for kept in page["statements"]] for page in pages] == [
        ids[:2],
        ids[2:4],
        ids[4:],
    ]


def _usual(lrs):
    return {"X-Experience-API-Version": lrs.version, "Authorization": lrs.key}


@pytest.mark.requirement("XAPI-00173")
def test_limit_bounds_a_page(lrs):
    verb = {"id": iri("verbs")}
    ids = sent(lrs, *(statement(verb=verb) for _each in range(3)))

    assert found(lrs, verb=verb["id"], limit=1) == ids[:1:-1]
    assert found(lrs, verb=verb["id"], limit=0) == ids[::-1]


@pytest.mark.requirement("XAPI-00012", "XAPI-00173")
@pytest.mark.parametrize(
    ("name", "bad"),
    [
        *(("limit", bad) for bad in ["-1", "many", "1.5", ""]),
        *(("agent", bad) for bad in ["", "a", "{}", '{"name": "A"}', '{"mbox": "a"}']),
        *(("verb", bad) for bad in ["", "read", "ab=c://example.org"]),
        *(("activity", bad) for bad in ["", "book", "ab=c://example.org"]),
        *(("registration", bad) for bad in ["", "1", ID + "0"]),
        *(("since", bad) for bad in ["", "yesterday", "2026-02-30T00:00:00Z"]),
        *(("until", bad) for bad in ["", "tomorrow", "2008-09-15T15:53:00.601-00:00"]),
        *(("ascending", bad) for bad in ["yes", "1", ""]),
        *(("related_agents", bad) for bad in ["yes", "True"]),
        *(("related_activities", bad) for bad in ["yes", "True"]),
        *(("attachments", bad) for bad in ["yes", "True"]),
        *(("format", bad) for bad in ["Ids", "short", ""]),
    ],
)
def test_bad_parameter_is_refused(lrs, name, bad):
    assert lrs.get("statements", **{name: bad}).status == 400


@pytest.mark.requirement("XAPI-00166")
def test_order_may_be_turned_round(lrs):
    verb = {"id": iri("verbs")}
    ids = [sent(lrs, statement(verb=verb))[0] for _each in range(3)]

    assert found(lrs, verb=verb["id"]) == ids[::-1]
    assert found(lrs, verb=verb["id"], ascending=False) == ids[::-1]
    assert found(lrs, verb=verb["id"], ascending=True) == ids


@pytest.mark.requirement("XAPI-00174", "XAPI-00175", "XAPI-00164")
def test_since_and_until_cut_between_two_moments(lrs):
    verb = {"id": iri("verbs")}
    [first] = sent(lrs, statement(verb=verb))
    between = moment()
    [second] = sent(lrs, statement(verb=verb))

    assert found(lrs, verb=verb["id"], since=between) == [second]
    assert found(lrs, verb=verb["id"], until=between) == [first]


@pytest.mark.requirement("XAPI-00174", "XAPI-00175")
def test_until_takes_the_moment_in_and_since_leaves_it_out(lrs):
    [mine] = sent(lrs, one := about_new())
    stored = lrs.get("statements", statementId=mine).json["stored"]

    assert found(lrs, verb=one["verb"]["id"], until=stored) == [mine]
    assert found(lrs, verb=one["verb"]["id"], since=stored) == []


@pytest.mark.requirement("XAPI-00164", "XAPI-00178", "XAPI-00179", "XAPI-00180")
@pytest.mark.requirement("XAPI-00181")
def test_filters_find_what_they_name(lrs):
    registration = new_id()
    one = about_new(context={"registration": registration})
    [mine] = sent(lrs, one)
    sent(lrs, about_new())

    queries = [
        {"agent": one["actor"]},
        {"verb": one["verb"]["id"]},
        {"activity": one["object"]["id"]},
        {"registration": registration},
        {
            "agent": one["actor"],
            "verb": one["verb"]["id"],
            "registration": registration,
        },
    ]

    assert [found(lrs, **query) for query in queries] == [[mine]] * len(queries)
    assert found(lrs, agent=one["actor"], verb=iri("verbs")) == []


@pytest.mark.requirement("XAPI-00176", "XAPI-00181")
@pytest.mark.parametrize("key", ["mbox", "mbox_sha1sum", "openid", "account"])
def test_agent_is_found_by_every_identifier(lrs, key):
    name = new_id()
    values = {
        "mbox": f"mailto:{name}@example.org",
        "mbox_sha1sum": name.replace("-", "") + "00000000",
        "openid": f"https://example.org/{name}",
        "account": {"homePage": "https://example.org", "name": name},
    }
    who = {key: values[key]}
    [mine] = sent(lrs, statement(actor=who))

    assert found(lrs, agent=who | {"name": "A", "objectType": "Agent"}) == [mine]


@pytest.mark.requirement("XAPI-00176")
def test_agent_matches_actor_object_and_members_alone(lrs):
    who = agent()
    seen = sent(
        lrs,
        statement(actor=who),
        statement(object={"objectType": "Agent"} | who),
        statement(actor=GROUP | {"member": [who]}),
        statement(actor=GROUP | {"mbox": agent()["mbox"], "member": [who]}),
    )
    sent(lrs, statement(context={"instructor": who}))

    assert {*found(lrs, agent=who)} == {*seen}


@pytest.mark.requirement("XAPI-00176")
def test_related_agents_are_found_everywhere(lrs):
    who = agent()
    within = {"objectType": "SubStatement"}
    seen = sent(
        lrs,
        statement(actor=who),
        statement(object={"objectType": "Agent"} | who),
        statement(context={"instructor": who}),
        statement(context={"team": GROUP | {"member": [who]}}),
        statement(object=within | statement(actor=who)),
        statement(object=within | statement(context={"instructor": who})),
    )

    assert {*found(lrs, agent=who, related_agents=True)} == {*seen}


@pytest.mark.requirement("XAPI-00176")
def test_authority_is_a_related_agent(lrs):
    [mine] = sent(lrs, one := about_new())
    authority = lrs.get("statements", statementId=mine).json["authority"]
    query = {"agent": authority, "verb": one["verb"]["id"]}

    assert found(lrs, **query) == []
    assert found(lrs, **query, related_agents=True) == [mine]


@pytest.mark.requirement("2.0-08")
def test_context_agents_and_groups_are_related_in_2_0_0(two):
    who = agent()
    team = GROUP | {"mbox": agent()["mbox"]}
    contexts = [
        {"contextAgents": [{"objectType": "contextAgent", "agent": who}]},
        {"contextGroups": [{"objectType": "contextGroup", "group": team}]},
    ]
    by_agent, by_group = sent(two, *(statement(context=one) for one in contexts))

    assert found(two, agent=who, related_agents=True) == [by_agent]
    assert found(two, agent=team, related_agents=True) == [by_group]
    assert found(two, agent=who) == []


@pytest.mark.requirement("XAPI-00177", "XAPI-00179")
def test_related_activities_are_found_everywhere(lrs):
    book = {"id": iri("books")}
    within = {"objectType": "SubStatement"}
    contexts = [
        {"contextActivities": {key: [book]}}
        for key in ("parent", "grouping", "category", "other")
    ]
    [plain] = sent(lrs, statement(object=book))
    others = sent(
        lrs,
        *(statement(context=context) for context in contexts),
        statement(object=within | statement(object=book)),
        statement(object=within | statement(context=contexts[0])),
    )

    assert found(lrs, activity=book["id"]) == [plain]
    assert {*found(lrs, activity=book["id"], related_activities=True)} == {
        plain,
        *others,
    }


@pytest.mark.requirement("XAPI-00164")
def test_statement_about_one_that_is_found_is_found_too(lrs):
    one = about_new()
    [mine] = sent(lrs, one)
    [comment] = sent(lrs, about_new(object=about(mine)))
    [reply] = sent(lrs, about_new(object=about(comment)))

    assert {*found(lrs, verb=one["verb"]["id"])} == {mine, comment, reply}


@pytest.mark.requirement("XAPI-00018", "XAPI-00155", "XAPI-00157", "XAPI-00163")
def test_voided_statement_is_returned_by_its_own_name_only(lrs):
    [mine] = sent(lrs, one := about_new())
    sent(lrs, voiding(mine))

    voided = lrs.get("statements", voidedStatementId=mine)

    assert (voided.status, voided.json["id"]) == (200, mine)
    assert lrs.get("statements", statementId=mine).status == 404
    assert mine not in found(lrs, verb=one["verb"]["id"])


@pytest.mark.requirement("XAPI-00018", "XAPI-00019")
def test_statement_may_be_voided_before_it_comes(lrs):
    mine = new_id()
    sent(lrs, voiding(mine))
    sent(lrs, statement(id=mine))

    assert lrs.get("statements", statementId=mine).status == 404
    assert lrs.get("statements", voidedStatementId=mine).status == 200


@pytest.mark.requirement("XAPI-00156", "XAPI-00158")
def test_statement_that_is_not_voided_has_no_voided_name(lrs):
    [mine] = sent(lrs, about_new())

    assert lrs.get("statements", statementId=mine).json["id"] == mine
    assert lrs.get("statements", voidedStatementId=mine).status == 404


@pytest.mark.requirement("XAPI-00016")
def test_voiding_statement_cannot_be_voided(lrs):
    [mine] = sent(lrs, about_new())
    [first] = sent(lrs, voiding(mine))

    answer = lrs.post("statements", voiding(first))

    assert answer.status in {200, 400}
    assert lrs.get("statements", statementId=first).status == 200
    assert lrs.get("statements", statementId=mine).status == 404


@pytest.mark.requirement("XAPI-00162")
def test_query_returns_what_refers_to_a_voided_statement(lrs):
    [mine] = sent(lrs, one := about_new())
    since = moment()
    [comment] = sent(lrs, about_new(object=about(mine)))
    [void] = sent(lrs, voiding(mine))

    assert {*found(lrs, verb=one["verb"]["id"])} == {comment, void}
    assert {*found(lrs, verb=one["verb"]["id"], since=since)} == {comment, void}


@pytest.mark.requirement("XAPI-00150", "XAPI-00151")
@pytest.mark.parametrize("name", ["statementId", "voidedStatementId"])
@pytest.mark.parametrize(
    ("other", "value"),
    [
        ("agent", LEARNER),
        ("verb", READ),
        ("activity", BOOK),
        ("registration", ID),
        ("related_activities", True),
        ("related_agents", True),
        ("since", "2026-03-02T04:00:00Z"),
        ("until", "2026-03-02T04:00:00Z"),
        ("limit", 1),
        ("ascending", True),
    ],
)
def test_filter_beside_an_id_is_refused(lrs, name, other, value):
    assert lrs.get("statements", **{name: new_id(), other: value}).status == 400


@pytest.mark.requirement("XAPI-00150", "XAPI-00151")
def test_two_ids_are_refused(lrs):
    both = {"statementId": new_id(), "voidedStatementId": new_id()}

    assert lrs.get("statements", **both).status == 400


@pytest.mark.requirement("XAPI-00150", "XAPI-00151")
def test_format_and_attachments_go_with_an_id(lrs):
    [mine], [void] = sent(lrs, about_new()), sent(lrs, about_new())
    sent(lrs, voiding(void))

    for name, value in (("format", "ids"), ("attachments", False)):
        more = {name: value}
        assert lrs.get("statements", statementId=mine, **more).status == 200
        assert lrs.get("statements", voidedStatementId=void, **more).status == 200
