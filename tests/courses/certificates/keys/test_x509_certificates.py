from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtensionOID, NameOID
from django.utils import timezone

from courses.certificates.errors import UnusableKeyError
from courses.certificates.keys import (
    key_creation,
    key_revocation,
    private_key_files,
    x509_certificates,
)
from courses.certificates.models import KeyPurpose, SigningKey

pytestmark = pytest.mark.django_db


def extension(certificate, name):
    return certificate.extensions.get_extension_for_oid(getattr(ExtensionOID, name))


def test_no_key_of_papers_is_made_without_the_authority(keys_folder):
    with pytest.raises(UnusableKeyError, match="certificates_keys create"):
        key_creation.create_signing_key(KeyPurpose.PAPER, by=None)

    assert not SigningKey.objects.exists()
    assert not keys_folder.exists()


def test_no_key_of_papers_is_made_while_the_authority_lies_in_a_safe(keys, keys_folder):
    private_key_files.get_private_key_path(keys[KeyPurpose.AUTHORITY].name).unlink()
    before = set(keys_folder.iterdir())

    with pytest.raises(UnusableKeyError, match=keys[KeyPurpose.AUTHORITY].name):
        key_creation.create_signing_key(KeyPurpose.PAPER, by=None)

    assert SigningKey.objects.count() == 4
    assert set(keys_folder.iterdir()) == before


def test_a_key_that_nobody_certified_has_no_authority(keys):
    private = ec.generate_private_key(ec.SECP256R1())
    alone = SigningKey(
        name="alone",
        public=x509_certificates.issue_authority_certificate(
            private, "alone", timezone.now()
        ),
    )

    with pytest.raises(UnusableKeyError, match="alone"):
        x509_certificates.get_issuing_key(alone)


def test_the_authority_certifies_itself_for_keys_that_sign_and_nothing_else(keys):
    own = x509_certificates.load_x509_certificate(keys[KeyPurpose.AUTHORITY])

    assert x509_certificates.is_issued_by(own, own)
    assert isinstance(own.public_key().curve, ec.SECP256R1)
    bounds = extension(own, "BASIC_CONSTRAINTS")
    assert bounds.critical
    assert bounds.value == x509.BasicConstraints(ca=True, path_length=0)
    usage = extension(own, "KEY_USAGE")
    assert usage.critical
    assert usage.value.key_cert_sign
    assert not usage.value.digital_signature
    assert own.not_valid_after_utc > timezone.now() + timedelta(days=20 * 365)


def test_the_key_of_papers_is_certified_for_documents_alone(keys):
    own = x509_certificates.load_x509_certificate(keys[KeyPurpose.PAPER])
    above = x509_certificates.load_x509_certificate(keys[KeyPurpose.AUTHORITY])

    assert x509_certificates.is_issued_by(own, above)
    bounds = extension(own, "BASIC_CONSTRAINTS")
    assert bounds.value == x509.BasicConstraints(ca=False, path_length=None)
    usage = extension(own, "KEY_USAGE")
    assert usage.critical
    assert usage.value.digital_signature
    assert usage.value.content_commitment
    assert not usage.value.key_cert_sign
    (purpose,) = extension(own, "EXTENDED_KEY_USAGE").value
    assert purpose.dotted_string == "1.3.6.1.5.5.7.3.36"
    assert own.not_valid_after_utc > timezone.now() + timedelta(days=10 * 365)
    assert (
        extension(own, "AUTHORITY_KEY_IDENTIFIER").value.key_identifier
        == extension(above, "SUBJECT_KEY_IDENTIFIER").value.digest
    )


def test_certificates_name_the_service_as_it_is_set(settings, keys_folder):
    settings.CERTIFICATE_ISSUER_NAME = "Қылмыстық-атқару жүйесі"
    key_creation.create_missing_keys(by=None)

    for purpose in (KeyPurpose.AUTHORITY, KeyPurpose.PAPER):
        key = SigningKey.objects.current(purpose)
        subject = x509_certificates.load_x509_certificate(key).subject
        (organisation,) = subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)
        assert organisation.value == "Қылмыстық-атқару жүйесі"


def test_no_person_stands_in_the_certificates(keys):
    subject = x509_certificates.load_x509_certificate(keys[KeyPurpose.PAPER]).subject

    assert subject.rfc4514_string() == "CN=Training platform,O=Training platform,C=KZ"


def test_the_key_of_papers_never_outlives_its_authority(keys, monkeypatch):
    monkeypatch.setattr(x509_certificates, "PAPER_DAYS", 100 * 365)

    own = x509_certificates.load_x509_certificate(
        key_creation.create_signing_key(KeyPurpose.PAPER, by=None)
    )

    above = x509_certificates.load_x509_certificate(keys[KeyPurpose.AUTHORITY])
    assert own.not_valid_after_utc == above.not_valid_after_utc


def test_private_halves_are_files_that_nobody_else_may_read(keys, keys_folder):
    assert keys_folder.stat().st_mode & 0o777 == 0o700
    assert {file.name for file in keys_folder.iterdir()} == {
        f"{key.name}.pem" for key in keys.values()
    }
    assert {file.stat().st_mode & 0o777 for file in keys_folder.iterdir()} == {0o600}
    assert not SigningKey.objects.filter(public__contains="PRIVATE").exists()


def test_a_key_is_not_revoked_without_a_reason(keys):
    with pytest.raises(UnusableKeyError):
        key_revocation.revoke_signing_key(keys[KeyPurpose.CLAIM], by=None, reason="  ")

    assert not SigningKey.objects.exclude(revocation=None).exists()
