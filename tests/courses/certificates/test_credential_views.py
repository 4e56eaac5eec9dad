import base64
import json

import pytest
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from django.urls import reverse
from django.utils import timezone

from courses.certificates.credentials.open_badge import (
    build_badge_json,
    build_badge_jwt,
)
from courses.certificates.keys import key_creation, private_key_files
from courses.certificates.models import KeyPurpose, KeyRevocation
from courses.certificates.verification import verification_limits
from elearning.audit.models import Entry
from tests.courses.certificates.credentials.tokens import token_parts
from tests.factories.accounts import UserFactory
from tests.factories.certificates import CertificateFactory, WithdrawalFactory
from tests.factories.staff import AppointmentFactory, RemitFactory

LIST = "/credentials/status/revocation/0/"


@pytest.fixture
def key(db, settings, tmp_path):
    settings.KEYS_DIR = tmp_path
    settings.BASE_URL = "https://training.example"
    return key_creation.create_signing_key(KeyPurpose.CREDENTIAL, by=None)


@pytest.fixture
def certificate(key):
    return CertificateFactory()


@pytest.fixture
def enter(client):
    """Signs somebody in whose second factor is not asked for here."""

    def enter(user):
        user.groups.clear()
        client.force_login(user)
        return client

    return enter


def address(certificate, ending):
    return reverse(f"certificates:credential-{ending}", args=[certificate.key])


# --- The holder's file ------------------------------------------------------------------


@pytest.mark.parametrize("ending", ["json", "jwt"])
def test_stranger_finds_no_credential(enter, certificate, ending):
    answer = enter(UserFactory()).get(address(certificate, ending))

    assert answer.status_code == 404


@pytest.mark.parametrize("ending", ["json", "jwt"])
def test_nobody_gets_a_credential_without_signing_in(client, certificate, ending):
    answer = client.get(address(certificate, ending))

    assert answer.status_code == 302
    assert "login" in answer.url


def test_holder_downloads_her_credential_without_an_entry(enter, certificate):
    browser = enter(certificate.holder.user)

    document = browser.get(address(certificate, "json"))
    token = browser.get(address(certificate, "jwt"))

    assert document.content == build_badge_json(certificate)
    assert document.headers["Content-Type"] == "application/vc"
    assert (
        document.headers["Content-Disposition"]
        == f'attachment; filename="credential-{certificate.number}.json"'
    )
    assert "no-store" in document.headers["Cache-Control"]
    assert token.content.decode() == build_badge_jwt(certificate)
    assert token.headers["Content-Type"] == "application/vc+jwt"
    assert not Entry.objects.filter(action__startswith="certificates.down").exists()


def test_officer_in_remit_downloads_it_and_leaves_an_entry(enter, certificate):
    place = AppointmentFactory(staff_member=certificate.holder).establishment
    officer = RemitFactory(establishment=place).user

    answer = enter(officer).get(address(certificate, "jwt"))

    assert answer.status_code == 200
    entry = Entry.objects.get(action="certificates.downloaded")
    assert (entry.by, entry.person) == (officer, str(certificate.holder.key))
    assert entry.details == {"form": "jwt"}


def test_without_a_key_it_says_so(enter, certificate, key):
    private_key_files.get_private_key_path(key.name).unlink()

    answer = enter(certificate.holder.user).get(address(certificate, "json"))

    assert answer.status_code == 503
    assert key.name in answer.json()["detail"]


# --- What anybody may fetch -----------------------------------------------------------------


@pytest.fixture
def public(client, key):
    """Fetches an address as a stranger's program does, and looks at what comes with it."""

    def public(path, **headers):
        answer = client.get(path, headers=headers)
        assert answer.status_code == 200
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert answer.headers["Cache-Control"] == "public, no-cache"
        assert not answer.cookies
        assert "Cookie" not in answer.headers.get("Vary", "")
        return answer

    return public


def test_issuer_lists_the_keys_for_credentials_and_those_revoked(public, key):
    key_creation.create_signing_key(KeyPurpose.CLAIM, by=None)
    newer = key_creation.create_signing_key(KeyPurpose.CREDENTIAL, by=None)
    lost = KeyRevocation.objects.create(
        key=key, revoked_at=timezone.now(), reason="Lost"
    )
    own = "https://training.example/credentials/issuer/"

    answer = public("/credentials/issuer/")

    assert answer.headers["Content-Type"] == "application/ld+json"
    told = answer.json()
    methods = told.pop("verificationMethod")
    assert told == {
        "@context": [
            "https://www.w3.org/ns/did/v1",
            "https://w3id.org/security/multikey/v1",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        ],
        "id": own,
        "type": ["Profile"],
        "name": [
            {"@value": "Оқу платформасы", "@language": "kk"},
            {"@value": "Учебная платформа", "@language": "ru"},
            {"@value": "Training platform", "@language": "en"},
        ],
        "url": "https://training.example/",
        "assertionMethod": [f"{own}#{newer.kid}"],
    }
    assert [method.pop("publicKeyMultibase")[:4] for method in methods] == ["z6Mk"] * 2
    assert methods == [
        {"id": f"{own}#{newer.kid}", "type": "Multikey", "controller": own},
        {
            "id": f"{own}#{key.kid}",
            "type": "Multikey",
            "controller": own,
            "revoked": f"{lost.revoked_at:%Y-%m-%dT%H:%M:%SZ}",
        },
    ]


def test_key_set_has_the_keys_for_codes_and_credentials(public, key):
    claim = key_creation.create_signing_key(KeyPurpose.CLAIM, by=None)
    KeyRevocation.objects.create(key=claim, revoked_at=timezone.now(), reason="Lost")

    answer = public("/credentials/keys/")

    assert answer.headers["Content-Type"] == "application/jwk-set+json"
    revoked, sound = answer.json()["keys"]
    assert revoked["purpose"] == "claim"
    assert revoked["revoked_at"].endswith("Z")
    raw = load_pem_public_key(key.public.encode()).public_bytes_raw()
    assert base64.urlsafe_b64decode(sound.pop("x") + "=") == raw
    assert sound == {
        "kty": "OKP",
        "crv": "Ed25519",
        "kid": key.kid,
        "use": "sig",
        "alg": "EdDSA",
        "purpose": "credential",
    }


def test_one_key_is_told_at_its_own_address(public, client, key):
    answer = public(f"/credentials/keys/{key.kid}/")

    assert answer.headers["Content-Type"] == "application/jwk+json"
    assert answer.json() == public("/credentials/keys/").json()["keys"][0]
    assert client.get("/credentials/keys/0123456789abcdef/").status_code == 404


def test_a_list_is_a_document_unless_a_token_is_asked_for(public, key):
    documents = [
        public(LIST),
        public(LIST, accept="*/*"),
        public(LIST, accept="application/vc"),
        public(LIST, accept="text/html,*/*;q=0.8"),
        public(LIST, accept="application/ld+json"),
    ]
    token = public(LIST, accept="application/vc+jwt")

    assert {one.headers["Content-Type"] for one in documents} == {"application/vc"}
    assert token.headers["Content-Type"] == "application/vc+jwt"
    assert all("Accept" in one.headers["Vary"] for one in [*documents, token])
    document = json.loads(documents[0].content)
    claims = json.loads(token_parts(token.content.decode())[1])
    assert {name: claims[name] for name in document if name != "proof"} == {
        name: document[name] for name in document if name != "proof"
    }


def test_a_list_that_has_not_changed_is_not_sent_again(client, public):
    tag = public(LIST).headers["ETag"]

    answer = client.get(LIST, headers={"If-None-Match": tag})

    assert (answer.status_code, answer.content) == (304, b"")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_a_revocation_shows_at_once(client, public, certificate):
    tag = public(LIST).headers["ETag"]

    WithdrawalFactory(completion=certificate.completion)

    assert client.get(LIST, headers={"If-None-Match": tag}).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/credentials/status/message/0/",
        "/credentials/status/revocation/1/",
        "/credentials/status/revocation/99999999999999999999/",
        "/credentials/status/revocation/-1/",
    ],
)
def test_a_list_that_there_is_not_is_not_found(client, key, path):
    assert client.get(path).status_code == 404


def test_a_list_that_cannot_be_signed_says_so_and_is_not_kept(client, key):
    private_key_files.get_private_key_path(key.name).unlink()

    answer = client.get(LIST)

    assert answer.status_code == 503
    assert "no-store" in answer.headers["Cache-Control"]
    assert "Access-Control-Allow-Origin" not in answer.headers


@pytest.mark.parametrize("path", ["issuer/", "keys/", "status/refresh/0/"])
def test_nothing_is_written_there(client, key, path):
    assert client.post(f"/credentials/{path}").status_code == 405


def test_somebody_signed_in_gets_what_everybody_gets(enter, certificate):
    answer = enter(certificate.holder.user).get("/credentials/keys/")

    assert not answer.cookies
    assert "Vary" not in answer.headers


def test_nobody_is_named_in_public(public, certificate):
    WithdrawalFactory(completion=certificate.completion)

    told = " ".join(
        public(f"/credentials/{path}").content.decode()
        for path in ("issuer/", "keys/", "status/revocation/0/")
    )

    assert certificate.holder_name not in told
    assert certificate.number not in told
    assert str(certificate.key) not in told


# --- Limits -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        LIST,
        "/credentials/issuer/",
        "/credentials/keys/",
        "/credentials/keys/unknown/",
        "/credentials/authority/",
        "/v/lists.json",
    ],
)
def test_no_address_fetches_without_end(client, key, monkeypatch, path):
    monkeypatch.setattr(
        verification_limits, "FETCHES", verification_limits.RequestLimit("fetch", 2)
    )

    statuses = [client.get(path).status_code for _time in range(3)]
    answer = client.get(path, headers={"accept-language": "en"})

    assert 429 not in statuses[:2]
    assert statuses[2] == 429
    assert answer.json() == {
        "detail": "There were too many requests. Wait five minutes, then try again."
    }
    assert answer.headers["Retry-After"] == "300"
    assert client.get(path, REMOTE_ADDR="198.51.100.7").status_code != 429
