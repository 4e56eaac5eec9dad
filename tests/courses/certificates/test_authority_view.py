import pytest
from cryptography import x509

from courses.certificates.keys import key_creation, key_revocation, x509_certificates
from courses.certificates.models import KeyPurpose

pytestmark = pytest.mark.django_db

ADDRESS = "/credentials/authority/"


def read(answer):
    """The certificates in an answer; none where it is empty."""
    return x509.load_pem_x509_certificates(answer.content) if answer.content else []


def test_before_there_are_keys_nothing_is_handed_out(client):
    answer = client.get(ADDRESS)

    assert (answer.status_code, read(answer)) == (200, [])


def test_a_revoked_authority_is_not_handed_out(client, keys):
    key_revocation.revoke_signing_key(
        keys[KeyPurpose.AUTHORITY], by=None, reason="It was copied."
    )

    assert read(client.get(ADDRESS)) == []


def test_nothing_can_be_sent_there(client, keys):
    assert client.post(ADDRESS).status_code == 405


def test_anybody_gets_the_authority_without_a_cookie(
    client, keys, django_assert_num_queries
):
    newer = key_creation.create_signing_key(KeyPurpose.AUTHORITY, by=None)

    with django_assert_num_queries(1):
        answer = client.get(ADDRESS)

    expected = [newer, keys[KeyPurpose.AUTHORITY]]
    assert read(answer) == [
        x509_certificates.load_x509_certificate(key) for key in expected
    ]
    assert answer["Content-Type"] == "application/pem-certificate-chain"
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert not answer.cookies
    assert b"PRIVATE" not in answer.content
