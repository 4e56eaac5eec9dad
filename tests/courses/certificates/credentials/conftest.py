import pytest

from courses.certificates.keys import key_creation
from courses.certificates.models import KeyPurpose


@pytest.fixture
def key(db, settings, tmp_path):
    """The key that signs credentials."""
    settings.KEYS_DIR = tmp_path
    settings.BASE_URL = settings.XAPI_BASE_IRI = "https://training.example"
    return key_creation.create_signing_key(KeyPurpose.CREDENTIAL, by=None)
