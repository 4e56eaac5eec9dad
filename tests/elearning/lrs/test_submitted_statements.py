"""Storing over HTTP: what is taken, what is refused, and nothing by half."""

import json

import pytest

from elearning.lrs.models import Credential, Statement
from tests.elearning.lrs.cases import ID
from tests.elearning.lrs.clients import URL, Lrs
from tests.factories.lrs import OTHER, WROTE, headers, new_id, statement

pytestmark = [pytest.mark.django_db, pytest.mark.database_vendor]


@pytest.mark.parametrize(
    "body",
    [
        "",
        "{",
        "nonsense",
        b"\xff",
        b"\xef\xbb\xbf[]",
        json.dumps(statement()).encode("utf-16"),
        '{"actor": {}, "actor": {}}',
        "[" * 100_000,
        '{"a": NaN}',
        '{"result": {"score": {"raw": 1e999}}}',
        "1" * 5000,
        "null",
        "7",
    ],
)
def test_what_is_no_statement_is_refused(lrs, body):
    answer = lrs.post(body)

    assert answer.status_code == 400
    assert answer.json()["message"]
    assert not Statement.objects.exists()


def test_refusal_says_where_and_by_which_rule(lrs):
    answer = lrs.post([statement(), statement(actor={"mbox": "x"})])

    assert answer.status_code == 400
    assert answer.json() == {
        "message": "This must be an address: mailto:name@host.",
        "path": "$[1].actor.mbox",
        "requirement": "xAPI 1.0.3, 2.4.2.3 (XAPI-00007, XAPI-00038)",
    }
    assert not Statement.objects.exists()


@pytest.mark.parametrize(
    "kind",
    [
        "text/plain",
        "application/xml",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "multipart/mixed",
        "application/json; charset=windows-1251",
        ";",
    ],
)
def test_other_content_type_is_refused(any_lrs, kind):
    assert any_lrs.post(statement(), content_type=kind).status_code == 400
    assert not Statement.objects.exists()


@pytest.mark.parametrize(
    "kind",
    [
        "application/json",
        "Application/JSON; charset=UTF-8",
        'application/json; x="y;z"',
    ],
)
def test_json_is_taken_however_it_is_called(any_lrs, kind):
    assert any_lrs.post(statement(), content_type=kind).status_code == 200


def test_json_nested_too_deeply_is_refused_wherever_that_shows(any_lrs):
    for depth in (500, 5_000, 50_000, 500_000):
        deep = '{"x":' * depth + "1" + "}" * depth
        extensions = f'{{"https://example.org/x": {deep}}}'
        content = json.dumps(statement(context={"extensions": 0}))

        answer = any_lrs.post(
            content.replace('"extensions": 0', f'"extensions": {extensions}')
        )

        assert answer.status_code in {200, 400}
        assert any_lrs.get(format="canonical").status_code == 200
        assert any_lrs.get(format="ids").status_code == 200


def test_post_answers_with_the_ids(lrs):
    assert lrs.post(statement(id=ID)).json() == [ID]
    answer = lrs.post([statement(), statement(id=ID)])

    assert answer.status_code == 200
    assert [len(answer.json()), answer.json()[1]] == [2, ID]
    assert answer["X-Experience-API-Consistent-Through"]


def test_post_with_parameters_is_refused(lrs):
    assert lrs.post(statement(), url=f"{URL}?statementId={ID}").status_code == 400


def test_empty_batch_stores_nothing(lrs):
    assert lrs.post([]).json() == []


def test_conflict_is_answered_and_stores_nothing(lrs):
    lrs.stored(id=ID)

    answer = lrs.post([statement(), statement(id=ID, verb={"id": WROTE})])

    assert (answer.status_code, answer.json()["path"]) == (409, "$[1].id")
    assert Statement.objects.count() == 1


def test_put_stores_once(lrs):
    for content in (statement(), statement(id=ID), statement(id=ID.upper())):
        assert lrs.put(content, f"{URL}?statementId={ID}").status_code == 204
    different = lrs.put(statement(actor=OTHER), f"{URL}?statementId={ID}")

    assert different.status_code == 409
    assert Statement.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "query"),
    [
        (statement(), ""),
        (statement(), "?statementId=x"),
        (statement(), f"?statementid={ID}"),
        (statement(), f"?statementId={ID}&x=1"),
        (statement(id=new_id()), f"?statementId={ID}"),
        (statement(id=7), f"?statementId={ID}"),
        ([statement()], f"?statementId={ID}"),
    ],
)
def test_put_that_contradicts_itself_is_refused(lrs, content, query):
    assert lrs.put(content, URL + query).status_code == 400
    assert not Statement.objects.exists()


def test_authority_is_the_credential(client, settings):
    settings.XAPI_BASE_IRI = "https://training.example"
    lrs = Lrs(client, headers())
    uuid = lrs.stored()

    content = lrs.get(statementId=uuid).json()

    key = Credential.objects.get().key
    assert content["authority"] == {
        "objectType": "Agent",
        "account": {"homePage": "https://training.example", "name": key},
    }


def test_same_id_twice_in_a_batch_is_refused(any_lrs):
    answer = any_lrs.post([statement(id=ID), statement(id=ID)])

    assert (answer.status_code, answer.json()["path"]) == (400, "$[1].id")
    assert not Statement.objects.exists()
