"""Signed statements: a signature hangs together, or nothing is stored."""

import base64
import json
from datetime import UTC, datetime, timedelta
from functools import cache

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import NameOID
from joserfc import jws
from joserfc.jwk import OctKey, RSAKey

from elearning.lrs.models import Attachment, Statement
from tests.elearning.lrs.cases import ID
from tests.elearning.lrs.clients import attachment, part
from tests.factories.lrs import OTHER, new_id, statement

pytestmark = [pytest.mark.django_db, pytest.mark.database_vendor]
USAGE = "http://adlnet.gov/expapi/attachments/signature"
TYPE = "application/octet-stream"
SIGNED = statement(id=ID, timestamp="2026-03-02T04:00:00Z")


class Registry(jws.JWSRegistry):
    max_header_length = 65_536


@cache
def rsa_key(_number=1):
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def certificate(key):
    """A self-signed certificate of ``key`` as x5c has it."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "tests")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    return base64.b64encode(made.public_bytes(Encoding.DER)).decode()


def sign(payload, *, alg="RS256", key=None, **header):
    """A JWS over ``payload``, as bytes."""
    if alg.startswith("HS"):
        signer = OctKey.import_key("x" * 64)
    else:
        pem = (key or rsa_key()).private_bytes(
            Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
        )
        signer = RSAKey.import_key(pem)
    text = payload if isinstance(payload, str | bytes) else json.dumps(payload)
    made = jws.serialize_compact(
        {"alg": alg, **header}, text, signer, registry=Registry(algorithms=[alg])
    )
    return made.encode()


def send(lrs, data, content=SIGNED, **facts):
    """Post ``content`` with the signature ``data``."""
    facts = {"usageType": USAGE, "contentType": TYPE} | facts
    listed = [*content.get("attachments", ()), attachment(data, **facts)]
    sent = part(data, Content_Type=facts["contentType"])
    return lrs.mixed(content | {"attachments": listed}, sent)


def b64(text):
    return base64.urlsafe_b64encode(text.encode()).rstrip(b"=")


def with_part(number, segment):
    """A sound signature with one of its three parts replaced."""
    parts = sign(SIGNED).split(b".")
    parts[number] = segment
    return b".".join(parts)


REFUSED = {
    "empty": b"",
    "no JWS": b"here is a simple attachment",
    "two parts": b"a.b",
    "not ASCII": "ё.ё.ё".encode(),
    "HS256": sign(SIGNED, alg="HS256"),
    "none": with_part(0, b64('{"alg":"none"}')),
    "PS256": with_part(0, b64('{"alg":"PS256"}')),
    "alg is no text": with_part(0, b64('{"alg":["RS256"]}')),
    "no alg": with_part(0, b64("{}")),
    "header is no object": with_part(0, b64('["RS256"]')),
    "header is no JSON": with_part(0, b"x"),
    "critical header": with_part(0, b64('{"alg":"RS256","crit":["b64"],"b64":false}')),
    "payload is no base64": with_part(1, b"!"),
    "payload is no JSON": with_part(1, b64("{'actor':1}")),
    "payload is a list": with_part(1, b64(f"[{json.dumps(SIGNED)}]")),
    "payload is no statement": with_part(1, b64('{"verb": 1, "attachments": 2}')),
    "no signature": with_part(2, b""),
    "signature is no base64": with_part(2, b"!!"),
    "another statement": sign(SIGNED | {"actor": OTHER}),
    "another id": sign(SIGNED | {"id": new_id()}),
    "more than the statement": sign(SIGNED | {"result": {"success": True}}),
    "x5c is no list": sign(SIGNED).replace(
        sign(SIGNED).split(b".")[0], b64('{"alg":"RS256","x5c":"x"}')
    ),
    "x5c is empty": with_part(0, b64('{"alg":"RS256","x5c":[]}')),
    "x5c is no certificate": with_part(0, b64('{"alg":"RS256","x5c":["eHg="]}')),
    "x5c of another key": sign(SIGNED, x5c=[certificate(rsa_key(2))]),
    "x5c of another kind of key": sign(
        SIGNED, x5c=[certificate(ec.generate_private_key(ec.SECP256R1()))]
    ),
    "changed after signing": sign(SIGNED, x5c=[certificate(rsa_key())])[:-4] + b"AAAA",
}


@pytest.mark.parametrize("data", REFUSED.values(), ids=REFUSED.keys())
def test_signature_that_does_not_hang_together_is_refused(lrs, data):
    answer = send(lrs, data)

    assert (answer.status_code, answer.json()["path"]) == (400, "$[0].attachments[0]")
    assert answer.json()["requirement"] == "xAPI 1.0.3, 2.6"
    assert not Statement.objects.exists()
    assert not Attachment.objects.exists()


def test_signature_has_its_type(any_lrs):
    answer = send(any_lrs, sign(SIGNED), contentType="text/plain")

    assert (answer.status_code, answer.json()["path"]) == (400, "$[0].attachments[0]")


def test_signature_comes_with_its_statement(any_lrs):
    listed = [
        attachment(
            b"x", usageType=USAGE, contentType=TYPE, fileUrl="https://example.org/s"
        )
    ]

    answer = any_lrs.post(statement(attachments=listed))

    assert (answer.status_code, answer.json()["path"]) == (400, "$[0].attachments[0]")


@pytest.mark.parametrize("alg", ["RS256", "RS384", "RS512"])
def test_signature_is_taken_and_given_back(any_lrs, alg):
    data = sign(SIGNED, alg=alg)

    answer = send(any_lrs, data)

    assert (answer.status_code, answer.json()) == (200, [ID])
    assert bytes(Attachment.objects.get().content) == data


def test_signature_is_verified_by_its_certificate(lrs):
    chain = [certificate(rsa_key()), certificate(rsa_key(2))]

    assert send(lrs, sign(SIGNED, x5c=chain, typ="JOSE")).status_code == 200


def test_payload_may_say_the_same_in_other_words(lrs):
    payload = SIGNED | {
        "actor": {"objectType": "Agent", **SIGNED["actor"]},
        "version": "1.0.0",
        "attachments": [],
    }

    assert send(lrs, sign(json.dumps(payload, indent=2))).status_code == 200


def test_payload_may_be_of_before_there_was_an_id(lrs):
    payload = {key: item for key, item in SIGNED.items() if key != "id"}

    assert send(lrs, sign(payload)).status_code == 200


def test_other_attachments_may_be_signed_or_not(lrs):
    file = attachment(b"x", fileUrl="https://example.org/x")
    signed = SIGNED | {"attachments": [file]}

    assert send(lrs, sign(SIGNED), signed).status_code == 200
    assert send(lrs, sign(signed), signed | {"id": new_id()}).status_code == 400
    assert send(lrs, sign(signed), signed).status_code == 200


def test_long_statement_can_be_signed(lrs):
    long = SIGNED | {"result": {"response": "x" * 500_000}}

    assert send(lrs, sign(long), long).status_code == 200
