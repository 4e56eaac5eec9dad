"""Credentials that ask too often, and tokens that open only what they may."""

import json
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from elearning.lrs.access import request_rates, token_scope, xapi_credentials
from elearning.lrs.errors import InvalidCredentialError, RateError, ScopeError
from elearning.lrs.models import Credential, CredentialScope, Statement
from elearning.lrs.statements import statement_store
from tests.factories.lrs import (
    AUTHORITY,
    LEARNER,
    OTHER,
    about,
    basic,
    headers,
    new_id,
    statement,
    voiding,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database_vendor]

NOON = datetime(2026, 3, 2, 12, 0, 40, tzinfo=UTC)
HERE = uuid4()


def ask(made, at=NOON):
    header = basic(made.credential.key, made.secret)
    return xapi_credentials.require_credential(header, at=at)


# --- Rates ----------------------------------------------------------------------------


def test_credential_without_rate_may_ask_any_number_of_times():
    made = xapi_credentials.create_credential("tests", [CredentialScope.READ])

    assert {ask(made) for _time in range(50)} == {made.credential}


def test_credential_beyond_its_rate_waits_for_the_next_minute():
    made = xapi_credentials.create_credential("tests", [CredentialScope.READ], rate=2)
    other = xapi_credentials.create_credential("tests", [CredentialScope.READ], rate=2)

    ask(made)
    ask(made)
    with pytest.raises(RateError) as refused:
        ask(made)

    assert refused.value.body["message"] == (
        "This credential may send 2 requests a minute. Wait 20 seconds."
    )
    assert ask(other) == other.credential
    assert ask(made, at=NOON + timedelta(seconds=20)) == made.credential


def test_wrong_secret_does_not_use_up_the_rate():
    made = xapi_credentials.create_credential("tests", [CredentialScope.READ], rate=1)

    with pytest.raises(InvalidCredentialError):
        xapi_credentials.require_credential(
            basic(made.credential.key, "guess"), at=NOON
        )

    assert ask(made) == made.credential


def test_clock_that_goes_back_does_not_open_the_minute_again():
    made = xapi_credentials.create_credential("tests", [CredentialScope.READ], rate=1)
    request_rates.check_request_rate(made.credential, at=NOON)

    with pytest.raises(RateError):
        request_rates.check_request_rate(
            made.credential, at=NOON - timedelta(minutes=1)
        )


def test_store_answers_429_and_says_when_to_ask_again(client):
    signed = headers(CredentialScope.READ, rate=1)
    client.get("/xapi/statements", headers=signed)

    answer = client.get("/xapi/statements", headers=signed)

    assert answer.status_code == 429
    assert 1 <= int(answer["Retry-After"]) <= 60
    assert answer["X-Experience-API-Version"] == "1.0.3"
    assert set(answer.json()) == {"message", "path", "requirement"}


def test_revoked_credential_opens_nothing_from_that_moment():
    made = xapi_credentials.create_credential("tests", [CredentialScope.READ])
    ask(made)

    xapi_credentials.revoke_credential(made.credential, at=NOON)

    with pytest.raises(InvalidCredentialError):
        ask(made)


def test_state_follows_the_dates():
    ends = NOON + timedelta(days=1)
    credential = xapi_credentials.create_credential(
        "tests", [CredentialScope.READ], expires_at=ends
    ).credential

    assert [credential.state(NOON), credential.state(ends)] == ["valid", "expired"]
    credential.revoked_at = NOON
    assert credential.state(NOON) == "revoked"


# --- Tokens ---------------------------------------------------------------------------


def token(*scopes, agent=LEARNER, lifetime=timedelta(minutes=5), at=None):
    return xapi_credentials.issue_launch_token(
        agent,
        HERE,
        scopes or [CredentialScope.WRITE, CredentialScope.READ],
        label="package",
        lifetime=lifetime,
        at=at or timezone.now(),
    )


def signed(made):
    return {
        "Authorization": basic(made.credential.key, made.secret),
        "X-Experience-API-Version": "1.0.3",
    }


def own(**parts):
    return statement(context={"registration": str(HERE)}, **parts)


def post(client, made, *statements):
    return client.post(
        "/xapi/statements",
        json.dumps(statements),
        content_type="application/json",
        headers=signed(made),
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"scopes": [CredentialScope.ALL]},
        {"scopes": [CredentialScope.WRITE, CredentialScope.ALL_READ]},
        {"agent": {"objectType": "Group", "member": [LEARNER]}},
        {"lifetime": timedelta(0)},
    ],
)
def test_token_without_bounds_is_not_made(wrong):
    with pytest.raises(ValueError, match="identified agent"):
        token(*wrong.pop("scopes", []), **wrong)

    assert not Credential.objects.exists()


def test_database_keeps_no_token_without_end():
    made = token()

    with pytest.raises(IntegrityError), transaction.atomic():
        Credential.objects.filter(pk=made.credential.pk).update(expires_at=None)


def test_token_ends_with_its_lifetime():
    made = token(at=NOON)

    assert ask(made, at=NOON + timedelta(minutes=4)) == made.credential
    with pytest.raises(InvalidCredentialError):
        ask(made, at=NOON + timedelta(minutes=5))


@pytest.mark.parametrize(
    "foreign",
    [
        statement(),
        statement(context={"registration": new_id()}),
        own(actor=OTHER),
        own(actor={"objectType": "Group", **LEARNER}),
        own(actor={"objectType": "Group", "member": [LEARNER]}),
        voiding(new_id(), context={"registration": str(HERE)}),
    ],
)
def test_token_writes_for_nobody_else(client, foreign):
    answer = post(client, token(), own(), foreign)

    assert answer.status_code == 403
    assert not Statement.objects.exists()


@pytest.mark.parametrize("flawed", [None, {}, own(actor="x"), own(verb=...)])
def test_flaw_in_a_token_s_batch_is_told_as_a_flaw(client, flawed):
    assert post(client, token(), own(), flawed).status_code == 400


def test_token_writes_and_reads_its_own(client):
    made = token()
    name = new_id()

    assert post(client, made, own(id=name), own(object=about(name))).status_code == 200
    one = client.get(f"/xapi/statements?statementId={name}", headers=signed(made))
    assert (one.status_code, one.json()["actor"]) == (200, LEARNER)


def test_token_reads_nothing_of_others(client):
    mine, theirs, elsewhere, praise = (new_id() for _each in range(4))
    statement_store.store_statements(
        [
            own(id=mine),
            own(id=theirs, actor=OTHER, object=LEARNER | {"objectType": "Agent"}),
            statement(id=elsewhere),
            statement(id=praise, actor=OTHER, object=about(mine)),
        ],
        authority=AUTHORITY,
    )
    made = token()

    page = client.get("/xapi/statements", headers=signed(made)).json()
    assert [item["id"] for item in page["statements"]] == [mine]
    for name in (theirs, elsewhere, praise):
        one = client.get(f"/xapi/statements?statementId={name}", headers=signed(made))
        assert one.status_code == 404


@pytest.mark.parametrize(
    "query", [{"agent": json.dumps(OTHER)}, {"registration": new_id()}]
)
def test_token_that_asks_for_others_is_refused(client, query):
    answer = client.get("/xapi/statements", query, headers=signed(token()))

    assert answer.status_code == 403


def test_token_that_may_only_read_writes_nothing(client):
    assert post(client, token(CredentialScope.READ), own()).status_code == 403


def test_document_of_another_agent_is_closed_to_a_token():
    credential = token().credential

    token_scope.check_own_document(LEARNER, str(HERE).upper(), credential)
    for agent, registration in [(OTHER, HERE), (LEARNER, None), (LEARNER, uuid4())]:
        with pytest.raises(ScopeError):
            token_scope.check_own_document(agent, registration, credential)


def test_old_tokens_are_forgotten_and_credentials_stay():
    old = xapi_credentials.create_credential(
        "system", [CredentialScope.READ], expires_at=NOON
    )
    token(at=NOON - timedelta(days=40))
    fresh = token(at=NOON)

    assert xapi_credentials.delete_ended_tokens(NOON) == 1
    assert set(Credential.objects.all()) == {old.credential, fresh.credential}
    assert list(Credential.objects.of_systems()) == [old.credential]
