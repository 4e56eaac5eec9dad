import pytest

from courses.certificates.errors import KeyTroubleError
from courses.certificates.keys import folder, making, signing
from courses.certificates.models import Purpose, SigningKey

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def keys_folder(settings, tmp_path):
    settings.KEYS_DIR = tmp_path


def test_what_a_key_signed_is_known_by_its_public_half():
    key = making.make(Purpose.CLAIM, by=None)

    signature = signing.sign(key, b"a claim")

    assert signature == signing.sign(key, b"a claim")
    assert signing.is_signed(key, signature, b"a claim")
    assert not signing.is_signed(key, signature, b"another claim")


def test_the_newest_key_of_a_purpose_signs():
    making.make(Purpose.CLAIM, by=None)
    newer = making.make(Purpose.CLAIM, by=None)
    making.make(Purpose.CREDENTIAL, by=None)

    assert signing.current(Purpose.CLAIM) == newer
    assert SigningKey.objects.with_kid(Purpose.CLAIM, newer.kid) == newer
    assert SigningKey.objects.with_kid(Purpose.CREDENTIAL, newer.kid) is None


def test_without_a_key_it_is_told_what_to_do():
    with pytest.raises(KeyTroubleError, match="certificates_keys create"):
        signing.current(Purpose.CLAIM)


def test_a_missing_file_is_told():
    key = making.make(Purpose.CLAIM, by=None)
    folder.path_of(key.name).unlink()

    with pytest.raises(KeyTroubleError, match=key.name):
        signing.sign(key, b"a claim")


def test_a_file_that_others_may_read_is_not_used():
    key = making.make(Purpose.CLAIM, by=None)
    folder.path_of(key.name).chmod(0o640)

    with pytest.raises(KeyTroubleError, match="chmod 600"):
        signing.sign(key, b"a claim")


def test_a_file_without_a_key_is_told():
    key = making.make(Purpose.CLAIM, by=None)
    folder.path_of(key.name).write_text("nothing")

    with pytest.raises(KeyTroubleError, match="кілт жоқ"):
        signing.sign(key, b"a claim")
