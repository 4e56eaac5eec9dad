"""openbadgeslib, a verifier of Open Badges in Python, verifies what we sign."""

import base64
import json
import urllib.request

import pytest
from django.utils import timezone
from openbadgeslib.errors import LibOpenBadgesException
from openbadgeslib.ob3 import OB3Verifier
from openbadgeslib.ob3.ldp import OB3LdpVerifier
from openbadgeslib.ob3.status_list import status_entry

from courses.certificates.credentials.open_badge import (
    build_badge_json,
    build_badge_jwt,
    hash_holder_name,
)
from courses.certificates.models import KeyPurpose
from tests.factories.certificates import CertificateFactory, WithdrawalFactory
from tests.factories.keys import keys_in


@pytest.fixture
def key(live_server, settings, tmp_path):
    settings.BASE_URL = settings.XAPI_BASE_IRI = live_server.url
    return keys_in(settings, tmp_path)[KeyPurpose.CREDENTIAL]


@pytest.fixture
def certificate(key):
    today = timezone.localdate()
    return CertificateFactory(
        issued_on=today, expires_on=today.replace(year=today.year + 2)
    )


@pytest.fixture
def fetch(live_server):
    """Fetches a list from the running service, as the token whose signature is verified."""

    def fetch(address):
        assert address.startswith(f"{live_server.url}/credentials/status/")
        asked = urllib.request.Request(
            address, headers={"Accept": "application/vc+jwt"}
        )
        with urllib.request.urlopen(asked) as answer:
            return answer.read()

    return fetch


@pytest.fixture
def verify(key, fetch):
    """Verifies a credential in the form it has, and the lists it stands in."""

    def verify(credential):
        verifier = OB3LdpVerifier if credential.startswith("{") else OB3Verifier
        return verifier(pubkey_pem=key.public).verify(
            credential, check_status=True, download=fetch
        )

    return verify


@pytest.fixture(params=["token", "document"])
def credential(request, certificate):
    """A sound credential, in both forms."""
    if request.param == "token":
        return build_badge_jwt(certificate)
    return build_badge_json(certificate).decode()


def test_a_credential_and_its_lists_are_verified(
    verify, certificate, credential, live_server
):
    found = verify(credential)

    assert found.id == certificate.key.urn
    assert found.issuer.id == f"{live_server.url}/credentials/issuer/"
    assert found.achievement.name == certificate.public_titles["kk"]
    [identity] = found.identifiers
    assert identity.identity_hash == hash_holder_name(
        certificate.holder_name, certificate.holder_salt
    )


def test_an_altered_token_fails(verify, certificate):
    header, payload, signature = build_badge_jwt(certificate).split(".")
    said = json.loads(base64.urlsafe_b64decode(payload + "=="))
    said["validUntil"] = "2999-01-01T00:00:00Z"
    written = base64.urlsafe_b64encode(json.dumps(said).encode()).decode().rstrip("=")

    with pytest.raises(LibOpenBadgesException, match="Invalid signature"):
        verify(f"{header}.{written}.{signature}")


def test_an_altered_document_fails(verify, certificate):
    altered = json.loads(build_badge_json(certificate))
    altered["validUntil"] = "2999-01-01T00:00:00Z"

    with pytest.raises(LibOpenBadgesException, match="signature"):
        verify(json.dumps(altered))


def test_a_revoked_certificate_fails(verify, certificate, credential):
    verify(credential)

    WithdrawalFactory(
        completion=certificate.completion, withdrawn_on=timezone.localdate()
    )

    with pytest.raises(LibOpenBadgesException, match="'revocation' is set"):
        verify(credential)


def test_an_entry_is_what_its_publisher_would_write(certificate):
    payload = build_badge_jwt(certificate).split(".")[1]
    said = json.loads(base64.urlsafe_b64decode(payload + "=="))
    entry = said["credentialStatus"][0]

    assert entry == status_entry(
        entry["statusListCredential"], "revocation", int(entry["statusListIndex"])
    )
