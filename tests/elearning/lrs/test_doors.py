"""Doors: who may come in, in which version, from where and with how much."""

import io
import json
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import RequestFactory
from django.test.client import ClientHandler
from django.utils import timezone

from elearning.audit.models import Entry
from elearning.lrs.access import xapi_credentials
from elearning.lrs.models import Credential, CredentialScope, Statement
from elearning.lrs.statements import statement_lookup
from tests.elearning.lrs.clients import URL, Lrs
from tests.factories.lrs import LEARNER, basic, headers, statement

pytestmark = [pytest.mark.django_db, pytest.mark.database_vendor]
VERSION = "X-Experience-API-Version"
THROUGH = "X-Experience-API-Consistent-Through"


def test_about_is_open_and_names_the_version(client):
    answer = client.get("/xapi/about")

    assert answer.json() == {"version": ["1.0.3", "2.0.0"], "extensions": {}}
    assert answer["X-Experience-API-Version"] == "2.0.0"


@pytest.mark.parametrize("mount, spoken", [("", "2.0.0"), ("1.0.3/", "1.0.3")])
@pytest.mark.parametrize("version", [None, "", "0.9", "1", "1.1.0", "2.1.0"])
def test_request_without_a_version_we_speak_is_refused(client, version, mount, spoken):
    sent = headers()
    del sent["X-Experience-API-Version"]
    if version is not None:
        sent["X-Experience-API-Version"] = version

    answer = client.get(f"/xapi/{mount}statements", headers=sent)

    assert answer.status_code == 400
    assert answer["X-Experience-API-Version"] == spoken
    assert "X-Experience-API-Consistent-Through" in answer


@pytest.mark.parametrize("version", ["1.0", "1.0.0", "1.0.9", "2.0", "2.0.0", "2.0.5"])
def test_every_version_is_answered_with_the_last_of_its_line(client, version):
    sent = headers() | {"X-Experience-API-Version": version}

    answer = client.get(URL, headers=sent)

    spoken = {"1.0": "1.0.3", "2.0": "2.0.0"}[version[:3]]
    assert (answer.status_code, answer["X-Experience-API-Version"]) == (200, spoken)


@pytest.mark.parametrize(
    "signature",
    [
        None,
        "",
        "Basic",
        "Basic !!!",
        "Bearer x",
        basic("nobody", "x"),
        basic("nobody\0", "x"),
        "Basic " + "/w==",
    ],
)
def test_stranger_is_refused(client, signature):
    sent = headers()
    del sent["Authorization"]
    if signature is not None:
        sent["Authorization"] = signature

    answer = client.get(URL, headers=sent)

    assert answer.status_code == 401
    assert answer["WWW-Authenticate"].startswith("Basic")


def test_wrong_secret_is_refused(client):
    made = xapi_credentials.create_credential("x", [CredentialScope.ALL])

    signature = basic(made.credential.key, made.secret + "x")
    answer = client.get(URL, headers=headers() | {"Authorization": signature})

    assert answer.status_code == 401


def test_expired_and_revoked_credentials_open_nothing(client):
    now = timezone.now()
    expired = headers(CredentialScope.ALL, expires_at=now - timedelta(seconds=1))
    assert client.get(URL, headers=expired).status_code == 401

    revoked = headers(CredentialScope.ALL)
    xapi_credentials.revoke_credential(Credential.objects.latest("pk"), at=now)
    assert client.get(URL, headers=revoked).status_code == 401


@pytest.mark.parametrize(
    ("scope", "may_write", "may_read"),
    [
        (CredentialScope.WRITE, True, False),
        (CredentialScope.READ_MINE, False, True),
        (CredentialScope.READ, False, True),
        (CredentialScope.ALL_READ, False, True),
        (CredentialScope.ALL, True, True),
    ],
)
def test_scope_opens_what_it_says(client, scope, may_write, may_read):
    lrs = Lrs(client, headers(scope))

    assert lrs.post(statement()).status_code == (200 if may_write else 403)
    assert lrs.get().status_code == (200 if may_read else 403)


def test_reader_of_her_own_sees_nothing_else(client, lrs):
    foreign = lrs.stored()
    mine = Lrs(client, headers(CredentialScope.WRITE, CredentialScope.READ_MINE))
    own = mine.stored()

    assert mine.ids() == [own]
    assert mine.ids(agent=json.dumps(LEARNER)) == [own]
    assert mine.get(statementId=own).status_code == 200
    assert mine.get(statementId=foreign).status_code == 404


def test_secret_is_not_kept_and_use_is_noted(client, lrs):
    made = xapi_credentials.create_credential("x", [CredentialScope.ALL])
    signature = basic(made.credential.key, made.secret)

    lrs.client.get(URL, headers=lrs.sent | {"Authorization": signature})

    row = Credential.objects.filter(pk=made.credential.pk).values().get()
    assert made.secret not in str(row)
    assert row["last_used_at"] is not None


def test_command_makes_a_credential_that_works(client, capsys):
    call_command("lrs_credential", "reports", "--scope", "statements/read", "--days=7")

    said = dict(line.split() for line in capsys.readouterr().out.splitlines()[:2])
    sent = headers() | {"Authorization": basic(said["key:"], said["secret:"])}
    assert client.get(URL, headers=sent).status_code == 200
    assert client.post(URL, headers=sent).status_code == 403
    entry = Entry.objects.get(action="records.credential_created")
    assert said["secret:"] not in str(entry.details)


# --- Methods and addresses -----------------------------------------------------------


@pytest.mark.parametrize("method", ["delete", "patch"])
def test_unknown_method_is_refused(client, any_lrs, method):
    answer = getattr(client, method)(any_lrs.url, headers=any_lrs.sent)

    assert (answer.status_code, answer["Allow"]) == (
        405,
        "GET, POST, PUT, HEAD, OPTIONS",
    )
    assert answer[VERSION] == any_lrs.sent[VERSION]
    assert answer[THROUGH]


def test_unknown_method_is_refused_before_the_credential(client):
    answer = client.delete(URL, headers={VERSION: "1.0.1"})

    assert answer.status_code == 405


@pytest.mark.parametrize(
    "path, version",
    [
        ("/xapi/", "2.0.0"),
        ("/xapi/statements/", "2.0.0"),
        ("/xapi/nothing/at/all", "2.0.0"),
        ("/xapi/1.0.3/", "1.0.3"),
        ("/xapi/1.0.3/Statements", "1.0.3"),
    ],
)
def test_no_resource_is_found_elsewhere(client, path, version):
    answer = client.post(path)

    assert (answer.status_code, answer[VERSION]) == (404, version)
    assert answer.json()["message"] == "There is no resource at this address."


@pytest.mark.parametrize("path", ["/xapi//about", "/xapi/1.0.3//about"])
def test_slash_sent_twice_counts_once(client, path):
    assert client.get(path).json() == client.get(path.replace("//", "/")).json()


def test_error_names_the_version_asked_for(client):
    for path, status in [("/xapi/x", 404), ("/xapi/about", 405), (URL, 401)]:
        answer = client.post(path, headers={VERSION: "1.0.2"})
        assert (answer.status_code, answer[VERSION]) == (status, "1.0.3")


def test_fault_of_the_store_is_answered_as_such(client, lrs, monkeypatch):
    def fail(*_args, **_facts):
        raise ZeroDivisionError

    monkeypatch.setattr(statement_lookup, "list_statements", fail)
    client.raise_request_exception = False

    answer = lrs.get()

    assert (answer.status_code, answer[VERSION]) == (500, "1.0.3")
    assert answer.json()["message"] == "The store failed; what happened is in its log."
    assert answer[THROUGH]


@pytest.mark.parametrize(
    "query",
    ["limit=1&limit=2", "agent=%FF", "verb=%00", "x=" + "&x".join("1" * 200), "=1"],
)
def test_parameters_that_cannot_be_read_are_refused(client, lrs, query):
    answer = client.get(f"{URL}?{query}", headers=lrs.sent)

    assert answer.status_code == 400
    assert answer.json()["message"]


# --- Bodies --------------------------------------------------------------------------


def test_body_above_the_limit_is_refused_without_a_page(any_lrs, settings):
    settings.XAPI_BODY_LIMIT = 1000
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10

    small = any_lrs.post(statement())
    large = any_lrs.post(statement(result={"response": "x" * 1000}))

    assert (small.status_code, large.status_code) == (200, 413)
    assert large.json()["message"] == (
        "The body is too large: at most 1000 bytes are taken."
    )
    assert large[VERSION] == any_lrs.sent[VERSION]
    assert Statement.objects.count() == 1


class Leaving(io.BytesIO):
    """What a server reads from a client that hangs up."""

    def read(self, *_args):
        raise OSError


@pytest.mark.parametrize(
    "stream, length, chunked, status",
    [
        (io.BytesIO(b"[]"), "2", False, 200),
        (io.BytesIO(b"[]"), "3", False, 400),
        (io.BytesIO(b""), "3", False, 400),
        (Leaving(), "3", False, 400),
        (io.BytesIO(b"[]"), "", True, 200),
        (io.BytesIO(b"["), "", True, 400),
        (Leaving(), "", True, 400),
        (io.BytesIO(b" " * 101), "", True, 413),
        (io.BytesIO(b" " * 101), "101", False, 413),
        (io.BytesIO(b"[]"), "x", False, 400),
        (io.BytesIO(b"[]"), "", False, 400),
    ],
)
def test_body_that_breaks_off_is_refused(settings, stream, length, chunked, status):
    settings.XAPI_BODY_LIMIT = 100
    sent = {f"HTTP_{name.upper()}": text for name, text in headers().items()}
    environ = RequestFactory().post(URL).environ | {
        **{name.replace("-", "_"): text for name, text in sent.items()},
        "CONTENT_TYPE": "application/json",
        "CONTENT_LENGTH": length,
        "wsgi.input": stream,
        "wsgi.input_terminated": chunked,
    }

    answer = ClientHandler(enforce_csrf_checks=False)(environ)

    assert answer.status_code == status
    assert status == 200 or json.loads(answer.content)["message"]


# --- Pages of other sites ------------------------------------------------------------


PREFLIGHT = {
    "Origin": "https://page.example",
    "Access-Control-Request-Method": "PUT",
    "Access-Control-Request-Headers": "authorization",
}


def allowances(answer):
    return {name for name in answer.headers if name.startswith("Access-Control")}


def test_options_needs_neither_version_nor_key(client):
    answer = client.options(URL)

    assert (answer.status_code, answer.content) == (204, b"")
    assert answer["Allow"] == "GET, POST, PUT, HEAD, OPTIONS"
    assert client.options("/xapi/about")["Allow"] == "GET, HEAD, OPTIONS"


def test_no_page_of_another_site_is_allowed_by_default(client, lrs):
    preflight = client.options(URL, headers=PREFLIGHT)
    answer = client.get(URL, headers=lrs.sent | {"Origin": "https://page.example"})

    assert allowances(preflight) == allowances(answer) == set()


@pytest.mark.parametrize("origins", [["https://page.example"], ["*"]])
def test_pages_of_allowed_origins_may_speak_with_the_store(
    client, lrs, settings, origins
):
    settings.XAPI_ALLOWED_ORIGINS = origins

    preflight = client.options(URL, headers=PREFLIGHT)
    answer = client.get(URL, headers=lrs.sent | {"Origin": "https://page.example"})
    refusal = client.get(URL, headers={"Origin": "https://page.example"})

    for one in (preflight, answer, refusal):
        assert one["Access-Control-Allow-Origin"] == "https://page.example"
        assert "Origin" in one["Vary"]
        assert VERSION in one["Access-Control-Expose-Headers"]
    assert preflight["Access-Control-Allow-Methods"] == "GET, POST, PUT, HEAD, OPTIONS"
    assert VERSION in preflight["Access-Control-Allow-Headers"]
    assert "Access-Control-Allow-Credentials" not in preflight


def test_other_origins_are_told_nothing(client, settings):
    settings.XAPI_ALLOWED_ORIGINS = ["https://page.example"]

    for origin in ("https://other.example", "null", "https://page.example:8443"):
        answer = client.options(URL, headers=PREFLIGHT | {"Origin": origin})
        assert allowances(answer) == set()
        assert "Origin" in answer["Vary"]
