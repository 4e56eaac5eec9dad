"""Credentials that ask too often, and those that have ended."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from elearning.lrs.access import request_rates, xapi_credentials
from elearning.lrs.errors import InvalidCredentialError, RateError
from elearning.lrs.models import CredentialScope
from tests.factories.lrs import (
    basic,
    headers,
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
