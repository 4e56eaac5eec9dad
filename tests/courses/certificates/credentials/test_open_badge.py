import json
from hashlib import sha256

import pytest

from courses.certificates.credentials.open_badge import (
    build_badge,
    build_badge_json,
    build_badge_jwt,
    build_unsigned_badge,
)
from courses.certificates.credentials.status_positions import compute_status_position
from courses.certificates.errors import UnusableKeyError
from courses.certificates.keys import key_creation, private_key_files, signing_keys
from courses.certificates.models import Certificate, KeyPurpose
from courses.records.models import Completion
from tests.courses.certificates.credentials.tokens import token_parts
from tests.factories.certificates import CertificateFactory

ISSUER = "https://training.example/credentials/issuer/"


@pytest.fixture
def certificate(key):
    return CertificateFactory(
        completion__edition__course__code="C1",
        completion__edition__number=3,
        holder_name="Сериков Арман",
        holder_salt="00112233445566778899aabbccddeeff",
        language="ru",
    )


def test_credential_says_what_the_certificate_says_and_nobodys_name(certificate):
    number, index = compute_status_position(certificate.pk)
    lists = "https://training.example/credentials/status"
    salted = "Сериков Арман00112233445566778899aabbccddeeff"

    assert build_unsigned_badge(certificate) == {
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        ],
        "id": f"urn:uuid:{certificate.key}",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": "Права человека",
        "issuer": {"id": ISSUER, "type": ["Profile"], "name": "Учебная платформа"},
        "validFrom": "2026-03-01T19:00:00Z",  # midnight in Almaty
        "validUntil": "2028-03-02T18:59:59Z",
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": [
                {
                    "type": "IdentityObject",
                    "hashed": True,
                    "identityHash": f"sha256${sha256(salted.encode()).hexdigest()}",
                    "identityType": "name",
                    "salt": "00112233445566778899aabbccddeeff",
                }
            ],
            "licenseNumber": certificate.number,
            "achievement": {
                "id": "https://training.example/id/courses/C1",
                "type": ["Achievement"],
                "achievementType": "CertificateOfCompletion",
                "humanCode": "C1",
                "inLanguage": "ru",
                "name": "Права человека",
                "description": "Адам құқықтары\nПрава человека\nHuman rights",
                "criteria": {
                    "narrative": "Курстың барлық сабағы аяқталып, емтиханы тапсырылды. "
                    "Бұл сертификат білімді растайды; бақылаумен өтетін практика бөлек "
                    "расталады.\n\n"
                    "Все уроки курса пройдены, экзамен сдан. Сертификат подтверждает "
                    "знания; практика под наблюдением удостоверяется отдельно.\n\n"
                    "All lessons of the course were finished and its exam was passed. "
                    "This certificate confirms knowledge; observed practice is certified "
                    "separately."
                },
                "version": "3",
            },
        },
        "credentialStatus": [
            {
                "id": f"{lists}/{purpose}/{number}/#{index}",
                "type": "BitstringStatusListEntry",
                "statusPurpose": purpose,
                "statusListIndex": str(index),
                "statusListCredential": f"{lists}/{purpose}/{number}/",
            }
            for purpose in ("revocation", "refresh", "suspension")
        ],
    }


def test_proof_is_one_in_a_list_by_the_current_key(certificate, key):
    [proof] = build_badge(certificate)["proof"]

    value = proof.pop("proofValue")
    assert value.startswith("z")
    assert proof == {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "created": f"{key.created_at:%Y-%m-%dT%H:%M:%SZ}",  # after the day of issue
        "verificationMethod": f"{ISSUER}#{key.kid}",
        "proofPurpose": "assertionMethod",
    }


def test_the_same_certificate_gives_the_same_bytes(certificate):
    again = Certificate.objects.get(pk=certificate.pk)

    assert build_badge_json(certificate) == build_badge_json(again)
    assert build_badge_jwt(certificate) == build_badge_jwt(again)
    assert "Сериков" not in build_badge_json(certificate).decode()


def test_token_tells_the_claims_of_jwt_besides(certificate, key):
    header, payload, signature = token_parts(build_badge_jwt(certificate))

    assert json.loads(header) == {
        "alg": "EdDSA",
        "typ": "vc+jwt",
        "kid": f"https://training.example/credentials/keys/{key.kid}/",
    }
    assert json.loads(payload) == build_unsigned_badge(certificate) | {
        "iss": ISSUER,
        "jti": f"urn:uuid:{certificate.key}",
        "nbf": 1772391600,
        "exp": 1835636399,
    }
    signed = build_badge_jwt(certificate).rpartition(".")[0].encode()
    assert signing_keys.is_signature_valid(key, signature, signed)


@pytest.mark.parametrize(
    ("basis", "words"),
    [
        (Completion.Basis.LESSONS, "All lessons of the course were finished. This"),
        (
            Completion.Basis.EXTERNAL,
            "Training equivalent to the course was recognised.",
        ),
    ],
)
def test_criteria_follow_what_the_pass_rests_on(key, basis, words):
    certificate = CertificateFactory(completion__basis=basis)

    achievement = build_unsigned_badge(certificate)["credentialSubject"]["achievement"]

    assert words in achievement["criteria"]["narrative"]


def test_course_without_an_edition_has_no_version(key):
    certificate = CertificateFactory(edition_number=None)

    assert (
        "version"
        not in build_unsigned_badge(certificate)["credentialSubject"]["achievement"]
    )


def test_a_name_is_hashed_alike_however_its_letters_are_composed(key):
    composed, apart = (
        build_unsigned_badge(CertificateFactory(holder_name=name, holder_salt="ab"))
        for name in ("Андре\N{CYRILLIC SMALL LETTER SHORT I}", "Андре\u0438\u0306")
    )

    assert (
        composed["credentialSubject"]["identifier"]
        == apart["credentialSubject"]["identifier"]
    )


def test_without_a_key_nothing_is_signed(certificate, key):
    private_key_files.get_private_key_path(key.name).unlink()

    with pytest.raises(UnusableKeyError, match=key.name):
        build_badge(certificate)


def test_queries_are_those_for_the_key(certificate, django_assert_num_queries):
    certificate = Certificate.objects.select_related("completion").get(
        pk=certificate.pk
    )

    with django_assert_num_queries(1):
        build_badge(certificate)


def test_a_newer_key_takes_over(certificate):
    newer = key_creation.create_signing_key(KeyPurpose.CREDENTIAL, by=None)

    [proof] = build_badge(certificate)["proof"]

    assert proof["verificationMethod"] == f"{ISSUER}#{newer.kid}"
