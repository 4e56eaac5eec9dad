"""Statements that are stored, and what the store adds (Data 2.2–2.4, Communication 2.1)."""

import uuid
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import pytest

from tests.conformance.things import about_new, agent, iri, read, sent
from tests.factories.lrs import BOOK, new_id, statement

OTHER_VERB = {"id": "https://example.org/verbs/other"}


@pytest.mark.requirement("XAPI-00139", "XAPI-00146", "XAPI-00147", "XAPI-00026")
def test_posted_statements_are_stored_and_their_ids_returned(lrs):
    mine = new_id()

    answer = lrs.post("statements", [statement(id=mine), statement()])

    assert answer.status == 200
    assert answer.json[0] == mine
    assert str(uuid.UUID(answer.json[1])) == answer.json[1]
    assert [read(lrs, one)["id"] for one in answer.json] == answer.json


@pytest.mark.requirement("XAPI-00147")
def test_one_statement_may_be_posted_alone(lrs):
    answer = lrs.post("statements", statement())

    assert (answer.status, len(answer.json)) == (200, 1)


@pytest.mark.requirement("XAPI-00143", "XAPI-00144")
def test_statement_is_put_under_its_id(lrs):
    mine = new_id()

    answer = lrs.put("statements", statement(), statementId=mine)

    assert (answer.status, answer.body) == (204, b"")
    assert read(lrs, mine)["id"] == mine


@pytest.mark.requirement("XAPI-00145")
def test_put_without_statement_id_is_refused(lrs):
    mine = new_id()

    assert lrs.put("statements", statement(id=mine)).status == 400
    assert lrs.get("statements", statementId=mine).status == 404


@pytest.mark.requirement("XAPI-00012", "XAPI-00027")
@pytest.mark.parametrize("name", ["statementId", "voidedStatementId"])
@pytest.mark.parametrize(
    "bad", ["", "1", "AA97B177-9383-4934-8543-0F91A7A028368", "{}", "true"]
)
def test_bad_statement_id_is_refused(lrs, name, bad):
    assert lrs.get("statements", **{name: bad}).status == 400
    if name == "statementId":
        assert lrs.put("statements", statement(), statementId=bad).status == 400


@pytest.mark.requirement("XAPI-00142", "XAPI-00182")
@pytest.mark.parametrize("method", ["PUT", "POST"])
def test_stored_statement_is_never_changed(lrs, method):
    mine = statement(id=new_id())
    sent(lrs, mine)
    before = read(lrs, mine["id"])
    address = {"statementId": mine["id"]} if method == "PUT" else {}

    answer = lrs.call(method, "statements", body=mine | {"verb": OTHER_VERB}, **address)

    assert answer.status == 409
    assert read(lrs, mine["id"]) == before


@pytest.mark.requirement("XAPI-00142")
def test_same_statement_may_come_again(lrs):
    mine = statement(id=new_id())
    sent(lrs, mine)
    before = read(lrs, mine["id"])

    assert lrs.put("statements", mine, statementId=mine["id"]).status == 204
    assert lrs.post("statements", mine).json == [mine["id"]]
    assert read(lrs, mine["id"]) == before


@pytest.mark.requirement("XAPI-00182", "XAPI-00326")
def test_batch_with_one_bad_statement_stores_nothing(lrs):
    good, bad = statement(id=new_id()), statement(id=new_id(), verb={"id": "bad"})

    assert lrs.post("statements", [good, bad]).status == 400
    assert lrs.get("statements", statementId=good["id"]).status == 404


@pytest.mark.requirement("XAPI-00326", "2.0-06")
def test_batch_with_an_id_twice_is_refused(lrs):
    mine = new_id()

    assert lrs.post("statements", [statement(id=mine)] * 2).status == 400
    assert lrs.get("statements", statementId=mine).status == 404


@pytest.mark.requirement("XAPI-00021")
@pytest.mark.parametrize(
    "twice",
    [
        '{"actor": A, "actor": A, "verb": V, "object": O}',
        '{"actor": A, "verb": {"id": "a:b", "id": "a:b"}, "object": O}',
        '{"actor": A, "verb": V, "object": O, "result": {"extensions": {"a:b": [X]}}}',
    ],
)
def test_object_with_a_key_twice_is_refused(lrs, twice):
    parts = {
        "A": '{"mbox": "mailto:a@b.c"}',
        "V": '{"id": "a:b"}',
        "O": '{"id": "a:b"}',
    }
    for letter, part in parts.items():
        twice = twice.replace(f" {letter}", f" {part}")
    twice = twice.replace("X", '{"b": 1, "b": 1}')

    assert lrs.post("statements", twice).status == 400


@pytest.mark.requirement("XAPI-00014")
@pytest.mark.parametrize(
    "broken", ["", "{", "[", "statement", '{"actor": }', "1", "[1]"]
)
def test_what_is_no_json_object_is_refused(lrs, broken):
    headers = {"Content-Type": "application/json"}

    assert lrs.post("statements", broken, headers=headers).status == 400


@pytest.mark.requirement("XAPI-00014")
def test_every_answer_in_json_is_well_formed(lrs):
    [mine] = sent(lrs, statement(result={"response": 'a "quoted" \\ line\n\u2028'}))

    assert read(lrs, mine)["result"] == {"response": 'a "quoted" \\ line\n\u2028'}


@pytest.mark.requirement("XAPI-00015")
def test_strings_are_utf_8(lrs):
    words = "Қазақ, русский, 漢字, 😀"
    [mine] = sent(lrs, statement(result={"response": words}))

    assert words in lrs.get("statements", statementId=mine).body.decode()


@pytest.mark.requirement("XAPI-00015")
def test_what_is_not_utf_8_is_refused(lrs):
    body = b'{"actor": {"mbox": "mailto:a@b.c", "name": "\xe9"}, "verb": {"id": "a:b"}}'

    assert lrs.post("statements", body).status == 400


@pytest.mark.requirement("XAPI-00002")
def test_numbers_keep_their_precision(lrs):
    number = 0.1234567890123456
    [mine] = sent(lrs, statement(result={"extensions": {"https://a.b/c": number}}))

    assert read(lrs, mine)["result"]["extensions"]["https://a.b/c"] == number


@pytest.mark.requirement("XAPI-00023", "XAPI-00097", "XAPI-00122")
def test_store_itself_says_when_it_stored(lrs):
    before = datetime.now(UTC)
    [mine] = sent(lrs, statement(stored="2001-01-01T00:00:00Z"))

    written = read(lrs, mine)["stored"]

    assert before.replace(microsecond=0) <= datetime.fromisoformat(written)
    assert "." in written


@pytest.mark.requirement("XAPI-00022", "XAPI-00122")
def test_timestamp_keeps_its_milliseconds(lrs):
    [mine] = sent(lrs, statement(timestamp="2026-03-02T04:00:00.123456+05:00"))

    kept = datetime.fromisoformat(read(lrs, mine)["timestamp"])

    assert kept.timestamp() == pytest.approx(1772406000.123, abs=0.0006)


@pytest.mark.requirement("XAPI-00022")
def test_statement_without_timestamp_is_given_one(lrs):
    [mine] = sent(lrs, statement())
    stored = read(lrs, mine)

    assert stored["timestamp"] == stored["stored"]


@pytest.mark.requirement("XAPI-00099")
def test_statement_without_authority_is_given_one(lrs):
    [mine] = sent(lrs, statement())

    authority = read(lrs, mine)["authority"]

    assert authority["objectType"] == "Agent"
    assert set(authority["account"]) == {"homePage", "name"}


KEYS = ("parent", "grouping", "category", "other")


def around(one):
    """A statement and a sub-statement with ``one`` as their context activities."""
    context = {"contextActivities": dict.fromkeys(KEYS, one)}
    within = {"objectType": "SubStatement"} | statement(context=context)
    return statement(context=context, object=within)


@pytest.mark.requirement("XAPI-00096")
@pytest.mark.parametrize("form", ["exact", "ids", "canonical"])
def test_one_context_activity_is_returned_in_an_array(lrs, form):
    one = {"id": iri("books")}
    [mine] = sent(lrs, around(one))

    answer = lrs.get("statements", statementId=mine, format=form)

    for found in (answer.json, answer.json["object"]):
        activities = found["context"]["contextActivities"]
        assert activities == {key: [one] for key in KEYS}


@pytest.mark.requirement("XAPI-00096", "XAPI-00142")
def test_one_context_activity_is_the_same_as_an_array_of_one(lrs):
    mine, one, other = new_id(), {"id": BOOK}, {"id": iri("books")}
    sent(lrs, around(one) | {"id": mine})

    again = lrs.put("statements", around([one]), statementId=mine)
    changed = lrs.put("statements", around(other), statementId=mine)

    assert (again.status, changed.status) == (204, 409)


@pytest.mark.requirement("XAPI-00330", "XAPI-00332")
@pytest.mark.parametrize("version", ["1.0.0", "1.0.1", "1.0.3"])
def test_version_of_a_statement_is_kept(one, version):
    whole = about_new(version=version, actor=agent(objectType="Agent"))
    [mine] = sent(one, whole)

    assert {key: read(one, mine)[key] for key in whole} == whole


@pytest.mark.requirement("XAPI-00332")
def test_statement_without_version_is_given_1_0_0(one):
    assert read(one, sent(one, statement())[0])["version"] == "1.0.0"


@pytest.mark.requirement("2.0-14", "XAPI-00332")
def test_statement_without_version_is_given_2_0_0_in_2_0_0(two):
    assert read(two, sent(two, statement())[0])["version"] == "2.0.0"


@pytest.mark.requirement("2.0-05")
def test_timestamps_are_returned_in_utc_in_2_0_0(two):
    [mine] = sent(two, statement(timestamp="2026-03-02T04:00:00.123+05:00"))

    written = read(two, mine)["timestamp"]

    assert written.endswith("Z")
    assert datetime.fromisoformat(written) == datetime(
        2026, 3, 1, 23, 0, 0, 123000, tzinfo=UTC
    )


@pytest.mark.requirement("2.0-07")
def test_single_statement_has_last_modified_in_2_0_0(two):
    [mine] = sent(two, statement())

    answer = two.get("statements", statementId=mine)

    stored = datetime.fromisoformat(answer.json["stored"]).replace(microsecond=0)
    assert parsedate_to_datetime(answer.headers["Last-Modified"]) == stored
