"""The key of papers in a token: SoftHSM stands in for one that can be touched."""

import os
import subprocess
from importlib.util import find_spec
from io import StringIO
from pathlib import Path
from shutil import which

import pytest
from django.core.management import call_command
from django.utils import translation

from courses.certificates.errors import UnusableKeyError
from courses.certificates.keys import key_creation, pkcs11_token, private_key_files
from courses.certificates.models import KeyPurpose, SigningKey
from courses.certificates.seals.pdf_seal import seal_pdf
from courses.certificates.seals.seal_examination import examine_seal
from tests.courses.certificates.seals.papers import paper

_MODULES = (
    "/usr/lib/softhsm/libsofthsm2.so",
    "/usr/lib64/pkcs11/libsofthsm2.so",
    "/usr/local/lib/softhsm/libsofthsm2.so",
)
_MODULE = next((path for path in _MODULES if Path(path).exists()), "")
_IS_THERE = bool(_MODULE and which("softhsm2-util") and find_spec("pkcs11"))

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        not _IS_THERE and "CI" not in os.environ,
        reason="SoftHSM is not installed.",
    ),
]


@pytest.fixture(scope="module")
def softhsm(tmp_path_factory):
    """A token called “papers”, whose PIN is 1234; this process keeps to it."""
    kept = tmp_path_factory.mktemp("softhsm")
    (kept / "tokens").mkdir()
    setting = kept / "softhsm2.conf"
    setting.write_text(f"directories.tokendir = {kept / 'tokens'}\nlog.level = ERROR\n")
    os.environ["SOFTHSM2_CONF"] = str(setting)
    pins = ["--pin", "1234", "--so-pin", "4321"]
    asked = ["softhsm2-util", "--init-token", "--free", "--label", "papers", *pins]
    subprocess.run(asked, check=True, capture_output=True)


@pytest.fixture(autouse=True)
def _token(softhsm, settings, keys_folder):
    settings.CERTIFICATE_PKCS11_MODULE = _MODULE
    settings.CERTIFICATE_PKCS11_TOKEN = "papers"
    settings.CERTIFICATE_PKCS11_PIN = "1234"


@pytest.mark.parametrize(
    ("setting", "value", "trouble"),
    [
        ("CERTIFICATE_PKCS11_PIN", "0000", "PinIncorrect"),
        ("CERTIFICATE_PKCS11_TOKEN", "another", "NoSuchToken"),
        ("CERTIFICATE_PKCS11_MODULE", "/nowhere.so", "PKCS11Error"),
    ],
)
def test_a_token_that_does_not_open_is_told(settings, keys, setting, value, trouble):
    setattr(settings, setting, value)

    with pytest.raises(UnusableKeyError, match=trouble):
        seal_pdf(paper())


def test_nothing_is_made_in_the_token_without_the_authority():
    with pytest.raises(UnusableKeyError, match="certificates_keys create"):
        key_creation.create_signing_key(KeyPurpose.PAPER, by=None)

    assert not SigningKey.objects.exists()


def test_a_key_that_the_token_does_not_hold_is_told(settings, keys):
    settings.CERTIFICATE_PKCS11_MODULE = ""
    elsewhere = key_creation.create_signing_key(KeyPurpose.PAPER, by=None)
    private_key_files.get_private_key_path(elsewhere.name).unlink()
    settings.CERTIFICATE_PKCS11_MODULE = _MODULE

    with pytest.raises(UnusableKeyError, match=elsewhere.kid):
        seal_pdf(paper())


def test_the_key_of_papers_alone_is_made_inside_the_token(keys, keys_folder):
    files = {file.name for file in keys_folder.iterdir()}

    assert files == {
        f"{keys[purpose].name}.pem"
        for purpose in (KeyPurpose.AUTHORITY, KeyPurpose.CLAIM, KeyPurpose.CREDENTIAL)
    }


def test_the_key_cannot_be_taken_out(keys):
    import pkcs11

    with pkcs11_token.open_token() as session:
        place = pkcs11_token.get_token_key_id(session, keys[KeyPurpose.PAPER].kid)
        private = session.get_key(pkcs11.ObjectClass.PRIVATE_KEY, id=place)
        assert private[pkcs11.Attribute.EXTRACTABLE] is False
        with pytest.raises(pkcs11.exceptions.AttributeSensitive):
            private[pkcs11.Attribute.VALUE]


def test_what_the_token_sealed_is_intact(keys):
    found = examine_seal(seal_pdf(paper()))

    assert found.intact
    assert found.key == keys[KeyPurpose.PAPER]


def test_the_newer_of_two_keys_in_the_token_seals(keys):
    newer = key_creation.create_signing_key(KeyPurpose.PAPER, by=None)

    assert examine_seal(seal_pdf(paper())).key == newer


def test_a_key_that_lies_in_a_file_goes_on_sealing(settings, keys_folder):
    settings.CERTIFICATE_PKCS11_MODULE = ""
    key_creation.create_missing_keys(by=None)
    settings.CERTIFICATE_PKCS11_MODULE = _MODULE

    assert examine_seal(seal_pdf(paper())).intact


def test_show_tells_that_the_key_lies_in_the_token(keys):
    out = StringIO()

    with translation.override("en"):
        call_command("certificates_keys", "show", stdout=out)

    assert out.getvalue().count("Private key: in the token") == 1
