import base64
import copy
import hashlib
import hmac
import json

import pytest
from django.utils import timezone

from courses.certificates.credentials import data_integrity
from courses.certificates.credentials.credential_verification import (
    VerifiedCredential,
    verify_credential,
)
from courses.certificates.credentials.open_badge import (
    build_badge,
    build_badge_jwt,
    build_unsigned_badge,
)
from courses.certificates.credentials.status_lists import (
    StatusPurpose,
    build_status_list,
    build_status_list_jwt,
)
from courses.certificates.credentials.vc_jwt import (
    encode_compact_json,
    sign_token,
    split_token,
)
from courses.certificates.errors import CredentialVerificationError
from courses.certificates.keys import key_creation, signing_keys
from courses.certificates.models import KeyPurpose, KeyRevocation
from tests.factories.certificates import CertificateFactory


@pytest.fixture
def certificate(key):
    return CertificateFactory()


@pytest.fixture
def signed(certificate):
    return build_badge(certificate)


def refusal(credential):
    """The word by which it is refused."""
    with pytest.raises(CredentialVerificationError) as caught:
        verify_credential(credential)
    assert str(caught.value)
    return caught.value.word


def segment(value):
    data = value if isinstance(value, bytes) else encode_compact_json(value)
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def test_what_we_signed_is_proven_in_every_form(certificate, signed, key):
    expected = VerifiedCredential(build_unsigned_badge(certificate), key)

    assert verify_credential(signed) == expected
    assert verify_credential(encode_compact_json(signed)) == expected
    assert verify_credential(json.dumps(signed, indent=2)) == expected
    assert verify_credential(build_badge_jwt(certificate)) == expected
    assert verify_credential(build_badge_jwt(certificate).encode() + b"\n") == expected
    assert expected.certificate_key == certificate.key


def test_a_list_is_proven_too(certificate, key):
    at = timezone.now()

    listing = verify_credential(build_status_list(StatusPurpose.REFRESH, 0, at=at))

    assert listing == verify_credential(
        build_status_list_jwt(StatusPurpose.REFRESH, 0, at=at)
    )
    assert listing.credential["credentialSubject"]["statusPurpose"] == "refresh"


def leaves(value, path=()):
    """Every text, number and truth inside ``value``, by its path."""
    if isinstance(value, dict | list):
        items = value.items() if isinstance(value, dict) else enumerate(value)
        for name, item in items:
            yield from leaves(item, (*path, name))
    else:
        yield path


def changed(document, path, value):
    other = copy.deepcopy(document)
    inside = other
    for name in path[:-1]:
        inside = inside[name]
    inside[path[-1]] = value
    return other


def test_whatever_is_changed_is_found(signed):
    refused = {refusal(changed(signed, path, "x")) for path in leaves(signed)}

    assert refused == {"altered", "other_form", "other_issuer"}


@pytest.mark.parametrize("value", [1, None, [], {}, {"@value": "x"}, ["x"]])
def test_whatever_becomes_another_thing_is_found(signed, value):
    for path in leaves(signed):
        assert refusal(changed(signed, path, value)) == "other_form"


@pytest.mark.parametrize(
    "odd", ["\0", "\ud800", "_:b0", "@type", "@none", " ", "http://[", "\n", "#" * 99]
)
def test_odd_texts_are_refused_and_break_nothing(signed, certificate, odd):
    for path in leaves(signed):
        assert refusal(changed(signed, path, odd))
    assert refusal(json.dumps(changed(signed, ("name",), odd)))
    _header, payload, signature, _signed = split_token(build_badge_jwt(certificate))
    first = {"alg": "EdDSA", "typ": "vc+jwt", "kid": odd}
    header = base64.urlsafe_b64encode(json.dumps(first).encode()).decode().rstrip("=")
    assert refusal(f"{header}.{segment(payload)}.{segment(signature)}") == "unknown_key"


def test_a_longer_validity_is_an_altered_credential(signed):
    assert refusal(signed | {"validUntil": "2999-01-01T00:00:00Z"}) == "altered"


def test_a_member_that_no_proof_covers_is_refused(signed):
    assert refusal(signed | {"holder": "Somebody Else"}) == "other_form"


def test_a_proof_beside_ours_is_refused(signed):
    assert refusal(signed | {"proof": signed["proof"] * 2}) == "other_form"
    assert refusal(signed | {"proof": signed["proof"][0]}) == "other_form"
    assert refusal(signed | {"proof": []}) == "other_form"


@pytest.mark.parametrize("suite", ["ecdsa-rdfc-2019", "eddsa-jcs-2022", "none"])
def test_another_cryptosuite_is_refused(signed, suite):
    assert refusal(changed(signed, ("proof", 0, "cryptosuite"), suite)) == "other_form"


def test_another_issuer_is_refused_though_the_key_is_ours(certificate, key):
    other = changed(
        build_unsigned_badge(certificate), ("issuer", "id"), "https://evil.example/"
    )

    assert (
        refusal(data_integrity.add_proof(other, key, at=timezone.now()))
        == "other_issuer"
    )
    assert refusal(sign_token(other, key, kid=key.kid)) == "other_issuer"


def test_the_method_of_another_issuer_is_refused(signed):
    method = signed["proof"][0]["verificationMethod"]
    elsewhere = method.replace("training.example", "evil.example")

    refused = changed(signed, ("proof", 0, "verificationMethod"), elsewhere)

    assert refusal(refused) == "other_issuer"


def test_a_key_for_another_purpose_signs_no_credentials(certificate):
    other = key_creation.create_signing_key(KeyPurpose.CLAIM, by=None)
    signed = data_integrity.add_proof(
        build_unsigned_badge(certificate), other, at=timezone.now()
    )

    assert refusal(signed) == "unknown_key"
    assert (
        refusal(sign_token(build_unsigned_badge(certificate), other, kid=other.kid))
        == "unknown_key"
    )


def test_what_a_revoked_key_signed_is_refused_and_an_older_keys_is_not(
    certificate, signed, key
):
    key_creation.create_signing_key(KeyPurpose.CREDENTIAL, by=None)
    written = build_badge_jwt(certificate)
    assert verify_credential(signed).key == key

    KeyRevocation.objects.create(key=key, revoked_at=timezone.now(), reason="Lost")

    assert refusal(signed) == "revoked_key"
    assert verify_credential(written).key != key


def test_no_algorithm_but_ours_is_known(certificate, key):
    """RFC 8725 §2.1: neither ``none`` nor our public key as a shared secret."""
    header, payload, signature, _signed = split_token(build_badge_jwt(certificate))
    kid = json.loads(header)["kid"]
    for alg in ("none", "None", "HS256", "ES256", "Ed25519"):
        first = segment({"alg": alg, "typ": "vc+jwt", "kid": kid})
        said = f"{first}.{segment(payload)}"
        mac = hmac.new(key.public.encode(), said.encode(), hashlib.sha256).digest()
        for made in (b"", mac, signature):
            assert refusal(f"{said}.{segment(made)}") == "other_form"


@pytest.mark.parametrize(
    "more",
    [{"jwk": {}}, {"crit": ["b64"], "b64": False}, {"x5u": "https://evil.example"}],
)
def test_a_header_that_brings_more_is_refused(certificate, more):
    header, payload, signature, _signed = split_token(build_badge_jwt(certificate))
    first = segment(json.loads(header) | more)

    assert refusal(f"{first}.{segment(payload)}.{segment(signature)}") == "other_form"


def test_a_token_with_another_payload_is_altered(certificate):
    header, payload, signature, _signed = split_token(build_badge_jwt(certificate))
    other = json.loads(payload) | {"validUntil": "2999-01-01T00:00:00Z"}

    assert (
        refusal(f"{segment(header)}.{segment(other)}.{segment(signature)}") == "altered"
    )


@pytest.mark.parametrize("claim", ["iss", "jti", "nbf", "exp"])
def test_a_token_whose_claims_contradict_it_is_refused(certificate, key, claim):
    credential = build_unsigned_badge(certificate)
    said = credential | {"iss": credential["issuer"]["id"], "jti": credential["id"]}
    said |= {"nbf": 1772391600, "exp": 1835636399}
    said[claim] = "x"

    assert refusal(hand_signed(said, key)) == "other_form"
    del said[claim]
    assert refusal(hand_signed(said, key)) == "other_form"


def hand_signed(payload, key):
    header = {"alg": "EdDSA", "typ": "vc+jwt", "kid": key.kid}
    said = f"{segment(header)}.{segment(payload)}"
    return f"{said}.{segment(signing_keys.sign_data(key, said.encode()))}"


def test_a_truncated_file_is_unreadable(certificate, signed):
    text, written = encode_compact_json(signed), build_badge_jwt(certificate)

    assert refusal(text[:-1]) == "unreadable"
    assert refusal(text[:200]) == "unreadable"
    assert refusal(written.rpartition(".")[0]) == "unreadable"
    assert refusal(written[:-3]) in {"unreadable", "altered"}


@pytest.mark.parametrize(
    "junk",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"..",
        b"a.b.c",
        b"{",
        b'{"a": NaN}',
        b'{"a": 1, "a": 2}',
        b'{"a":' * 20_000,
        "e30.e30.e30é",
    ],
)
def test_junk_is_refused_in_words(key, junk):
    assert refusal(junk) in {"unreadable", "other_form"}


def test_a_member_named_twice_is_refused(signed):
    text = encode_compact_json(signed).decode()
    twice = text.replace(
        '"validUntil":', '"validUntil":"2999-01-01T00:00:00Z","validUntil":'
    )

    assert refusal(twice) == "unreadable"


def test_an_oversized_file_is_refused_unread(key):
    assert refusal(b"{" + b" " * 100_000) == "too_large"
    assert refusal("a" * 100_001) == "too_large"


def test_a_context_of_ones_own_is_never_read(signed):
    other = ["https://www.w3.org/ns/credentials/v2", "https://evil.example/context"]

    assert refusal(signed | {"@context": other}) == "other_form"
    assert refusal(signed | {"@context": [*signed["@context"], {}]}) == "other_form"


def test_a_letter_changed_anywhere_is_found(signed):
    text = encode_compact_json(signed).decode()

    for at in range(0, len(text), 89):
        letter = "a" if text[at] != "a" else "b"
        with pytest.raises(CredentialVerificationError):
            verify_credential(text[:at] + letter + text[at + 1 :])


def test_proving_asks_one_query(signed, django_assert_num_queries):
    with django_assert_num_queries(1):
        verify_credential(signed)
