"""The desk of the record store: the linter box, and keys of other systems."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from courses.records import lrs_credentials
from courses.records.errors import LrsCredentialError
from elearning.accounts.roles import Role
from elearning.audit.models import Entry
from elearning.lrs.models import Credential, CredentialScope, Statement
from tests.factories.lrs import basic

pytestmark = pytest.mark.django_db

KEYS = "desk:records:credentials"
NEW = "desk:records:create-credential"


@pytest.fixture(autouse=True)
def administrator(enter):
    return enter(Role.ADMINISTRATOR)


# --- The linter box -------------------------------------------------------------------


def check(client, text, version="2.0.0"):
    given = {"text": text, "version": version}
    return client.post(reverse("desk:records:linter"), given)


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({"text": "", "version": "2.0.0"}, {"text"}),
        ({"text": "{}", "version": "3.0"}, {"version"}),
        ({"text": "x" * 200_001, "version": "1.0.3"}, {"text"}),
    ],
)
def test_wrong_question_is_said(client, given, wrong):
    answer = client.post(reverse("desk:records:linter"), given)

    assert set(answer.context["form"].errors) == wrong
    assert "flaws" not in answer.context


@pytest.mark.parametrize("text", ["{", "[1, 2]", "null", '{"a": NaN}', "[" * 5000])
@pytest.mark.parametrize("version", ["1.0.3", "2.0.0"])
def test_text_that_is_no_statement_has_a_flaw(client, text, version):
    assert check(client, text, version).context["flaws"]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("", None),
        ("{}", None),
        ('{"a": }', (1, 7)),
        ('{\n  "a": }', (2, 8)),
        ("[" * 150_000, None),
        ("[" + "1" * 5000 + "]", None),
    ],
)
def test_place_where_text_ceases_to_be_json_is_said(client, text, place):
    found = check(client, text).context.get("unreadable_at")

    assert found == place


def test_flaw_is_told_with_its_place_and_rule(client):
    (flaw,) = check(
        client,
        '{"actor": {"mbox": "nobody"}, "verb": {"id": "https://example.org/v"},'
        ' "object": {"id": "https://example.org/o"}}',
        "1.0.3",
    ).context["flaws"]

    assert flaw.path == "$.actor.mbox"
    assert flaw.message
    assert flaw.rule.startswith("xAPI 1.0.3, ")


def test_flawless_statement_is_said_to_be_so_and_not_stored(client):
    text = (
        '{"actor": {"mbox": "mailto:a@example.org"}, "verb": {"id": "https://e.org/v"}'
    )
    text += ', "object": {"id": "https://e.org/o"}}'

    answer = check(client, f"[{text}, {text}]")

    assert (answer.context["is_checked"], answer.context["flaws"]) == (True, [])
    assert not Statement.objects.exists()


def test_pasted_text_is_shown_as_text(client):
    answer = check(client, "</textarea><script>alert(1)</script>")

    assert "<script>alert" not in answer.content.decode()


# --- Keys -----------------------------------------------------------------------------


def asked(**facts):
    return {"label": "Статистика", "scopes": [CredentialScope.READ], "rate": ""} | facts


def day(days):
    return f"{timezone.localdate() + timedelta(days=days):%Y-%m-%d}"


@pytest.mark.parametrize(
    ("facts", "wrong"),
    [
        ({"label": ""}, {"label"}),
        ({"label": "x" * 256}, {"label"}),
        ({"label": "a\x00"}, {"label"}),
        ({"scopes": []}, {"scopes"}),
        ({"scopes": ["root"]}, {"scopes"}),
        ({"rate": "0"}, {"rate"}),
        ({"rate": "60001"}, {"rate"}),
        ({"rate": "many"}, {"rate"}),
        ({"expires_on": day(-1)}, {"expires_on"}),
        ({"expires_on": "2100-01-01"}, {"expires_on"}),
        ({"expires_on": "soon"}, {"expires_on"}),
    ],
)
def test_wrong_key_is_not_made(client, facts, wrong):
    answer = client.post(reverse(NEW), asked(**facts))

    assert set(answer.context["form"].errors) == wrong
    assert not Credential.objects.exists()


def test_key_is_made_and_its_secret_shown_once(client, administrator):
    given = asked(
        scopes=[CredentialScope.WRITE, CredentialScope.READ_MINE],
        rate="600",
        expires_on=day(0),
    )

    answer = client.post(reverse(NEW), given)

    made = answer.context["made"]
    assert answer.status_code == 200
    assert made.secret in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert made.secret not in client.get(reverse(KEYS)).content.decode()
    assert made.secret not in str(dict(client.session))
    credential = Credential.objects.get()
    assert (credential.label, credential.scopes, credential.rate) == (
        "Статистика",
        [CredentialScope.READ_MINE, CredentialScope.WRITE],
        600,
    )
    ends = timezone.localtime(credential.expires_at)
    assert (f"{ends:%Y-%m-%d %H:%M}") == f"{day(1)} 00:00"
    entry = Entry.objects.get(action="records.credential_created")
    assert (entry.by, entry.subject_id) == (administrator, str(credential.pk))
    assert made.secret not in str(entry.details)


def test_key_sent_twice_is_made_once(client):
    client.post(reverse(NEW), asked())
    again = client.post(reverse(NEW), asked())

    assert again.context["form"].errors.keys() == {"label"}
    assert Credential.objects.count() == 1


def test_command_makes_no_second_key_of_a_name():
    call_command("lrs_credential", "reports", "--rate=60")
    with pytest.raises(CommandError):
        call_command("lrs_credential", "reports")

    assert Credential.objects.get().rate == 60


def test_list_tells_how_each_key_stands(client, administrator):
    ended = timezone.now() - timedelta(days=1)
    lrs_credentials.create_credential(
        "new", [CredentialScope.ALL, CredentialScope.READ], rate=5, by=None
    )
    lrs_credentials.create_credential(
        "old", [CredentialScope.READ], expires_at=ended, by=None
    )
    gone = lrs_credentials.create_credential(
        "gone", [CredentialScope.READ], by=None
    ).credential
    lrs_credentials.revoke_credential(gone, reason="leak", by=administrator)

    with translation.override("en"):
        lines = client.get(reverse(KEYS)).context["lines"]

    assert [(line["key"].label, line["state"]) for line in lines] == [
        ("new", "valid"),
        ("old", "expired"),
        ("gone", "revoked"),
    ]
    assert lines[0]["scopes"] == [
        "Read everyone's statements, under pseudonyms",
        "Everything: full read and write access",
    ]


def test_queries_do_not_grow_with_keys(client):
    def queries(*labels):
        for label in labels:
            lrs_credentials.create_credential(label, [CredentialScope.READ], by=None)
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse(KEYS))
        return len(captured)

    queries("first")

    assert queries("a") == queries("b", "c", "d")


@pytest.mark.parametrize("pk", [0, 2**31, 2**63, 10**30])
def test_unknown_key_does_not_exist(client, pk):
    url = reverse("desk:records:revoke-credential", args=[pk])

    assert client.post(url, {"reason": "leak"}).status_code == 404


def test_every_scope_is_explained():
    assert [value for value, _words in lrs_credentials.EXPLAINED] == [
        scope.value for scope in CredentialScope
    ]


def test_revoking_asks_for_the_reason_and_works_at_once(client, administrator):
    made = lrs_credentials.create_credential("leaky", [CredentialScope.READ], by=None)
    url = reverse("desk:records:revoke-credential", args=[made.credential.pk])
    signed = {
        "Authorization": basic(made.credential.key, made.secret),
        "X-Experience-API-Version": "1.0.3",
    }
    assert client.get("/xapi/statements", headers=signed).status_code == 200

    assert client.post(url, {"reason": ""}).context["form"].errors
    assert client.post(url, {"reason": "Жоғалды"}).url == reverse(KEYS)

    assert client.get("/xapi/statements", headers=signed).status_code == 401
    entry = Entry.objects.get(action="records.credential_revoked")
    assert (entry.by, entry.reason) == (administrator, "Жоғалды")
    assert client.get(url).status_code == 404


def test_revoking_twice_is_one_entry():
    made = lrs_credentials.create_credential("leaky", [CredentialScope.READ], by=None)

    lrs_credentials.revoke_credential(made.credential, reason="a", by=None)
    lrs_credentials.revoke_credential(made.credential, reason="b", by=None)

    assert Entry.objects.filter(action="records.credential_revoked").count() == 1


def test_label_of_a_revoked_key_may_be_used_again():
    first = lrs_credentials.create_credential("stats", [CredentialScope.READ], by=None)
    with pytest.raises(LrsCredentialError):
        lrs_credentials.create_credential("stats", [CredentialScope.READ], by=None)
    lrs_credentials.revoke_credential(first.credential, reason="leak", by=None)

    assert lrs_credentials.create_credential(
        "stats", [CredentialScope.READ], by=None
    ).secret
