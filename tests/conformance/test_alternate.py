"""The alternate request syntax: of 1.0.3, and gone in 2.0.0 (Communication 1.3)."""

from urllib.parse import urlencode

import pytest

from tests.conformance.resources import STATE
from tests.conformance.things import about_new, read, sent
from tests.factories.lrs import new_id, statement
from tests.stores import written

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def form(**fields):
    """Return a form as browsers send it."""
    return urlencode({name: written(value) for name, value in fields.items()})


def posted(lrs, method, headers=FORM, **fields):
    """Send a request in the alternate syntax, signed in the form alone."""
    signed = {"Authorization": lrs.key, "X-Experience-API-Version": lrs.version}
    bare = dict.fromkeys(signed) | headers
    return lrs.post("statements", form(**signed, **fields), headers=bare, method=method)


@pytest.mark.requirement("XAPI-00148", "XAPI-00336")
def test_get_may_come_as_post(one):
    [mine] = sent(one, new := about_new())

    answer = posted(one, "GET", verb=new["verb"]["id"], limit=1)

    assert answer.status == 200
    assert [kept["id"] for kept in answer.json["statements"]] == [mine]
    assert answer.headers["X-Experience-API-Version"] == "1.0.3"


@pytest.mark.requirement("XAPI-00336")
def test_headers_may_come_as_headers_all_the_same(one):
    answer = one.post("statements", form(limit=1), headers=FORM, method="GET")

    assert answer.status == 200


@pytest.mark.requirement("XAPI-00336")
def test_put_may_come_as_post(one):
    mine = new_id()

    answer = posted(one, "PUT", statementId=mine, content=statement())

    assert answer.status == 204
    assert read(one, mine)["id"] == mine


@pytest.mark.requirement("XAPI-00336")
def test_post_may_come_as_post(one):
    mine = new_id()

    answer = posted(one, "POST", content=[statement(id=mine)])

    assert (answer.status, answer.json) == (200, [mine])


@pytest.mark.requirement("XAPI-00336")
def test_documents_come_and_go_in_the_alternate_syntax(one):
    address = STATE.address()
    fields = form(**address, content={"a": 1}, **{"Content-Type": "application/json"})

    put = one.post(STATE.path, fields, headers=FORM, method="PUT")
    got = one.post(STATE.path, form(**address), headers=FORM, method="GET")
    stale = form(**address, content="b", **{"If-Match": '"1234"'})
    refused = one.post(STATE.path, stale, headers=FORM, method="PUT")
    gone = one.post(STATE.path, form(**address), headers=FORM, method="DELETE")

    assert [put.status, got.status, refused.status, gone.status] == [204, 200, 412, 204]
    assert got.json == {"a": 1}
    assert got.headers["Content-Type"].startswith("application/json")


@pytest.mark.requirement("XAPI-00336")
@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_method_stands_in_a_post_only(one, method):
    answer = one.call(
        method, "statements", body=form(limit=1), headers=FORM, method="POST"
    )

    assert answer.status == 400


@pytest.mark.requirement("XAPI-00336")
def test_anything_beside_the_method_is_refused(one):
    mine = new_id()
    fields = form(statementId=mine, content=statement())

    answer = one.post(
        "statements", fields, headers=FORM, method="PUT", statementId=mine
    )

    assert answer.status == 400
    assert one.get("statements", statementId=mine).status == 404


@pytest.mark.requirement("XAPI-00336")
def test_content_is_a_field_of_the_form(one):
    mine = new_id()

    assert posted(one, "PUT", statementId=mine).status == 400
    assert one.post("statements", b"", headers=FORM, method="PUT").status == 400
    whole = {"statementId": mine, "content": statement()}
    assert one.post("statements", whole, headers=FORM, method="PUT").status == 400
    assert one.get("statements", statementId=mine).status == 404


@pytest.mark.requirement("2.0-09")
@pytest.mark.parametrize("method", ["GET", "PUT", "POST", "DELETE"])
def test_alternate_syntax_is_refused_in_2_0_0(two, method):
    mine = new_id()

    answer = posted(two, method, statementId=mine, content=statement(id=mine))
    signed = two.post(
        "statements",
        form(statementId=mine, content=statement()),
        headers=FORM,
        method=method,
    )

    assert 400 <= answer.status < 500
    assert 400 <= signed.status < 500
    assert two.get("statements", statementId=mine).status == 404
