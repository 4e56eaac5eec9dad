import pytest

from courses.certificates.errors import UnusableKeyError
from courses.certificates.keys import key_creation, private_key_files, signing_keys
from courses.certificates.models import KeyPurpose, SigningKey

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def keys_folder(settings, tmp_path):
    settings.KEYS_DIR = tmp_path


def test_what_a_key_signed_is_known_by_its_public_half():
    key = key_creation.create_signing_key(KeyPurpose.CLAIM, by=None)

    signature = signing_keys.sign_data(key, b"a claim")

    assert signature == signing_keys.sign_data(key, b"a claim")
    assert signing_keys.is_signature_valid(key, signature, b"a claim")
    assert not signing_keys.is_signature_valid(key, signature, b"another claim")


def test_the_newest_key_of_a_purpose_signs():
    key_creation.create_signing_key(KeyPurpose.CLAIM, by=None)
    newer = key_creation.create_signing_key(KeyPurpose.CLAIM, by=None)
    key_creation.create_signing_key(KeyPurpose.CREDENTIAL, by=None)

    assert signing_keys.get_current_key(KeyPurpose.CLAIM) == newer
    assert SigningKey.objects.with_kid(KeyPurpose.CLAIM, newer.kid) == newer
    assert SigningKey.objects.with_kid(KeyPurpose.CREDENTIAL, newer.kid) is None


def test_without_a_key_it_is_told_what_to_do():
    with pytest.raises(UnusableKeyError, match="certificates_keys create"):
        signing_keys.get_current_key(KeyPurpose.CLAIM)


def test_a_missing_file_is_told():
    key = key_creation.create_signing_key(KeyPurpose.CLAIM, by=None)
    private_key_files.get_private_key_path(key.name).unlink()

    with pytest.raises(UnusableKeyError, match=key.name):
        signing_keys.sign_data(key, b"a claim")


def test_a_file_that_others_may_read_is_not_used():
    key = key_creation.create_signing_key(KeyPurpose.CLAIM, by=None)
    private_key_files.get_private_key_path(key.name).chmod(0o640)

    with pytest.raises(UnusableKeyError, match="chmod 600"):
        signing_keys.sign_data(key, b"a claim")


def test_a_file_without_a_key_is_told():
    key = key_creation.create_signing_key(KeyPurpose.CLAIM, by=None)
    private_key_files.get_private_key_path(key.name).write_text("nothing")

    with pytest.raises(UnusableKeyError, match="кілт жоқ"):
        signing_keys.sign_data(key, b"a claim")
