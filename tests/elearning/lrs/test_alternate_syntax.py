"""The alternate request syntax: a form instead of headers, in 1.0.3 alone."""

import json
from urllib.parse import urlencode

import pytest

from elearning.lrs.models import Statement
from tests.elearning.lrs.cases import ID
from tests.elearning.lrs.clients import URL
from tests.factories.lrs import READ, headers, statement

pytestmark = [pytest.mark.django_db, pytest.mark.database_vendor]
FORM = "application/x-www-form-urlencoded"
VERSION = "X-Experience-API-Version"
CONTENT = json.dumps(statement(result={"response": "Қазақ + & = %"}))


@pytest.fixture
def ask(client):
    """Send a form, signed and of 1.0.3 by its own parameters unless told otherwise."""

    def ask(query, form, *, kind=FORM, url=URL, sent=None):
        body = form if isinstance(form, str | bytes) else urlencode(headers() | form)
        return client.post(
            f"{url}?{query}", body, content_type=kind, headers=sent or {}
        )

    return ask


def put(**more):
    return {"statementId": ID, "content": CONTENT} | more


def test_form_puts_and_gets(client, ask):
    stored = ask("method=PUT", put())
    found = ask("method=GET", {"statementId": ID})

    assert (stored.status_code, stored.content) == (204, b"")
    assert (found.status_code, found.json()["id"]) == (200, ID)
    assert found.json()["result"] == {"response": "Қазақ + & = %"}
    assert stored[VERSION] == found[VERSION] == "1.0.3"


def test_form_posts_and_lists(ask):
    ids = ask("method=POST", {"content": f"[{CONTENT}, {CONTENT}]"}).json()

    answer = ask("method=GET", {"limit": 1, "verb": READ})

    assert len(ids) == 2
    assert [item["id"] for item in answer.json()["statements"]] == ids[1:]
    assert answer.json()["more"].startswith(f"{URL}?cursor=")


def test_headers_may_stand_outside_the_form(client):
    answer = client.post(
        f"{URL}?method=PUT", urlencode(put()), content_type=FORM, headers=headers()
    )

    assert answer.status_code == 204


def test_header_of_the_form_counts_first(ask):
    sent = {VERSION: "1.0.3"}

    assert ask("method=GET", {VERSION: "0.8"}, sent=sent).status_code == 400
    assert ask("method=GET", {"Authorization": "x"}, sent=headers()).status_code == 401
    assert ask("method=GET", {}, sent={VERSION: "0.8"}).status_code == 200


def test_names_of_headers_are_found_in_any_case(ask):
    form = {name.lower(): text for name, text in headers().items()}
    body = urlencode(form | put() | {"content-type": "application/json"})

    assert ask("method=PUT", body).status_code == 204


@pytest.mark.parametrize("kind", ["", "text/plain", f"{FORM}; charset=UTF-8"])
def test_form_may_be_called_what_old_browsers_call_it(ask, kind):
    assert ask("method=PUT", put(), kind=kind).status_code == 204


@pytest.mark.parametrize(
    "query, form, kind",
    [
        ("method=PUT&statementId=" + ID, {"content": CONTENT}, FORM),
        ("method=PUT&x=1", put(), FORM),
        ("method=PUT&method=PUT", put(), FORM),
        ("Method=PUT", put(), FORM),
        ("method=PUT", {"statementId": ID}, FORM),
        ("method=PUT", put(content=""), FORM),
        ("method=PUT", put(content="nonsense"), FORM),
        ("method=PUT", put(Content=CONTENT), FORM),
        ("method=PUT", put(x="1"), FORM),
        ("method=PUT", {"content": CONTENT}, FORM),
        ("method=PUT", put(**{"Content-Type": "text/plain"}), FORM),
        ("method=PUT", put(**{"Content-Type": "multipart/mixed; boundary=x"}), FORM),
        ("method=PUT", put(**{"Content-Type": "application/json;charset=x"}), FORM),
        ("method=PUT", put(), "application/json"),
        ("method=PUT", put(), "multipart/form-data; boundary=x"),
        ("method=PUT", put(), f"{FORM}; charset=windows-1251"),
        ("method=PUT", json.dumps(put()), FORM),
        ("method=PUT", b"content=%FF", FORM),
        ("method=PUT", b"content=\xff", FORM),
        ("method=PUT", "", FORM),
        ("method=GET", {"content": CONTENT}, FORM),
        ("method=GET", {"limit": "x"}, FORM),
    ],
)
def test_form_that_breaks_the_rules_is_refused(ask, query, form, kind):
    if isinstance(form, str | bytes):
        answer = ask(query, form, kind=kind, sent=headers())
    else:
        answer = ask(query, form, kind=kind)

    assert answer.status_code == 400
    assert answer.json()["message"]
    assert not Statement.objects.exists()


@pytest.mark.parametrize("method", ["DELETE", "PATCH", "HEAD", "get", ""])
def test_method_that_the_resource_has_not_is_refused(ask, method):
    answer = ask(f"method={method}", {})

    assert (answer.status_code, answer["Allow"]) == (
        405,
        "GET, POST, PUT, HEAD, OPTIONS",
    )


@pytest.mark.parametrize("method", ["get", "put", "delete"])
def test_only_a_post_may_name_a_method(client, lrs, method):
    send = getattr(client, method)

    assert send(f"{URL}?method=POST", headers=lrs.sent).status_code == 400


@pytest.mark.parametrize("where", ["form", "header"])
def test_version_two_has_no_such_syntax(client, where):
    sent = headers() | {VERSION: "2.0.0"}
    form = put() | (sent if where == "form" else {})

    answer = client.post(
        f"{URL}?method=PUT",
        urlencode(form),
        content_type=FORM,
        headers={} if where == "form" else sent,
    )

    assert (answer.status_code, answer[VERSION]) == (400, "2.0.0")
    assert not Statement.objects.exists()


def test_form_is_bounded_like_every_body(ask, settings):
    settings.XAPI_BODY_LIMIT = 1000

    assert ask("method=PUT", put(content="x" * 1000)).status_code == 413


def test_stranger_is_refused_in_the_version_of_the_form(client):
    answer = client.post(
        f"{URL}?method=GET", urlencode({VERSION: "1.0.3"}), content_type=FORM
    )

    assert (answer.status_code, answer[VERSION]) == (401, "1.0.3")
