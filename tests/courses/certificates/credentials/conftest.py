import pytest

from courses.certificates.keys import making
from courses.certificates.models import Purpose


@pytest.fixture
def key(db, settings, tmp_path):
    """The key that signs credentials."""
    settings.KEYS_DIR = tmp_path
    settings.BASE_URL = settings.XAPI_BASE_IRI = "https://training.example"
    return making.make(Purpose.CREDENTIAL, by=None)
