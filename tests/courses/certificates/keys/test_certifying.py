from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtensionOID, NameOID
from django.utils import timezone

from courses.certificates.errors import KeyTroubleError
from courses.certificates.keys import certifying, folder, making, revoking
from courses.certificates.models import Purpose, SigningKey

pytestmark = pytest.mark.django_db


def extension(certificate, name):
    return certificate.extensions.get_extension_for_oid(getattr(ExtensionOID, name))


def test_no_key_of_papers_is_made_without_the_authority(keys_folder):
    with pytest.raises(KeyTroubleError, match="certificates_keys create"):
        making.make(Purpose.PAPER, by=None)

    assert not SigningKey.objects.exists()
    assert not keys_folder.exists()


def test_no_key_of_papers_is_made_while_the_authority_lies_in_a_safe(keys, keys_folder):
    folder.path_of(keys[Purpose.AUTHORITY].name).unlink()
    before = set(keys_folder.iterdir())

    with pytest.raises(KeyTroubleError, match=keys[Purpose.AUTHORITY].name):
        making.make(Purpose.PAPER, by=None)

    assert SigningKey.objects.count() == 4
    assert set(keys_folder.iterdir()) == before


def test_a_key_that_nobody_certified_has_no_authority(keys):
    private = ec.generate_private_key(ec.SECP256R1())
    alone = SigningKey(
        name="alone", public=certifying.authority(private, "alone", timezone.now())
    )

    with pytest.raises(KeyTroubleError, match="alone"):
        certifying.issuer_of(alone)


def test_the_authority_certifies_itself_for_keys_that_sign_and_nothing_else(keys):
    own = certifying.certificate_of(keys[Purpose.AUTHORITY])

    assert certifying.is_issued_by(own, own)
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
    own = certifying.certificate_of(keys[Purpose.PAPER])
    above = certifying.certificate_of(keys[Purpose.AUTHORITY])

    assert certifying.is_issued_by(own, above)
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
    making.make_missing(by=None)

    for purpose in (Purpose.AUTHORITY, Purpose.PAPER):
        key = SigningKey.objects.current(purpose)
        subject = certifying.certificate_of(key).subject
        (organisation,) = subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)
        assert organisation.value == "Қылмыстық-атқару жүйесі"


def test_no_person_stands_in_the_certificates(keys):
    subject = certifying.certificate_of(keys[Purpose.PAPER]).subject

    assert subject.rfc4514_string() == "CN=Training platform,O=Training platform,C=KZ"


def test_the_key_of_papers_never_outlives_its_authority(keys, monkeypatch):
    monkeypatch.setattr(certifying, "PAPER_DAYS", 100 * 365)

    own = certifying.certificate_of(making.make(Purpose.PAPER, by=None))

    above = certifying.certificate_of(keys[Purpose.AUTHORITY])
    assert own.not_valid_after_utc == above.not_valid_after_utc


def test_private_halves_are_files_that_nobody_else_may_read(keys, keys_folder):
    assert keys_folder.stat().st_mode & 0o777 == 0o700
    assert {file.name for file in keys_folder.iterdir()} == {
        f"{key.name}.pem" for key in keys.values()
    }
    assert {file.stat().st_mode & 0o777 for file in keys_folder.iterdir()} == {0o600}
    assert not SigningKey.objects.filter(public__contains="PRIVATE").exists()


def test_a_key_is_not_revoked_without_a_reason(keys):
    with pytest.raises(KeyTroubleError):
        revoking.revoke(keys[Purpose.CLAIM], by=None, reason="  ")

    assert not SigningKey.objects.exclude(revocation=None).exists()
