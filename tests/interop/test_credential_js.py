"""The libraries of Digital Bazaar, in JavaScript, verify what we sign."""

import json
import subprocess
from pathlib import Path

import pytest
from django.utils import timezone

from courses.certificates.credentials.open_badge import build_badge
from courses.certificates.keys import key_creation
from courses.certificates.models import KeyPurpose, KeyRevocation
from tests import processes
from tests.factories.certificates import CertificateFactory, WithdrawalFactory
from tests.factories.keys import keys_in
from tests.waiting import PATIENCE

FOLDER = Path(__file__).parent
#: What a verifier without anything of ours has to fetch.
FETCHED = [
    "/credentials/issuer/",
    "/credentials/status/refresh/0/",
    "/credentials/status/revocation/0/",
    "/credentials/status/suspension/0/",
]


@pytest.fixture
def keys(live_server, settings, tmp_path):
    """The service runs at an address of its own, and has its keys."""
    settings.BASE_URL = settings.XAPI_BASE_IRI = live_server.url
    return keys_in(settings, tmp_path)


@pytest.fixture
def certificate(keys):
    today = timezone.localdate()
    return CertificateFactory(
        issued_on=today, expires_on=today.replace(year=today.year + 2)
    )


@pytest.fixture
def verified(live_server):
    """Have a credential verified: `verified(badge(certificate))`."""
    node = processes.node("@digitalbazaar/vc")

    def verified(credential):
        said = subprocess.run(
            [node, FOLDER / "credential.mjs", live_server.url],
            input=json.dumps(credential),
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE,
        )
        assert said.returncode == 0, said.stderr
        return json.loads(said.stdout)

    return verified


def test_a_credential_and_its_lists_are_verified(verified, certificate):
    assert verified(build_badge(certificate)) == {
        "verified": True,
        "set": [],
        "fetched": FETCHED,
    }


@pytest.mark.parametrize(
    "change",
    [
        lambda one: one.update(validUntil="2999-01-01T00:00:00Z"),
        lambda one: one["credentialSubject"].update(licenseNumber="C1-2026-000001-00"),
        lambda one: one["credentialSubject"]["achievement"].update(name="Another"),
        lambda one: one["credentialSubject"]["identifier"][0].update(salt="00"),
        lambda one: one["credentialStatus"].pop(),
        lambda one: one["proof"][0].update(created="2026-01-01T00:00:00Z"),
    ],
)
def test_an_altered_credential_fails(verified, certificate, change):
    credential = build_badge(certificate)
    change(credential)

    found = verified(credential)

    assert not found["verified"]
    assert "Invalid signature" in found["error"]


def test_a_member_that_no_proof_covers_fails(verified, certificate):
    found = verified(build_badge(certificate) | {"holder": "Somebody Else"})

    assert not found["verified"]


def test_a_revoked_certificate_is_reported(verified, certificate):
    credential = build_badge(certificate)

    WithdrawalFactory(
        completion=certificate.completion, withdrawn_on=timezone.localdate()
    )

    assert verified(credential)["set"] == ["revocation"]


def test_a_replaced_certificate_is_reported(verified, certificate):
    credential = build_badge(certificate)

    newer = CertificateFactory(
        completion=certificate.completion,
        replaces=certificate,
        number="C1-2026-000999-XX",
        issued_on=timezone.localdate(),
        expires_on=certificate.expires_on,
    )

    assert verified(credential)["set"] == ["refresh"]
    assert verified(build_badge(newer))["set"] == []


def test_what_a_revoked_key_signed_fails(verified, certificate, keys):
    credential = build_badge(certificate)
    key_creation.create_signing_key(KeyPurpose.CREDENTIAL, by=None)
    assert verified(credential)["verified"]

    KeyRevocation.objects.create(
        key=keys[KeyPurpose.CREDENTIAL], revoked_at=timezone.now(), reason="Lost"
    )

    found = verified(credential)
    assert not found["verified"]
    assert "not authorized" in found["error"]
    assert verified(build_badge(certificate))["verified"]
