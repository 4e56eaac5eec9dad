"""What every test of certificates may ask for."""

import pytest

from tests.factories.keys import keys_in


@pytest.fixture
def keys_folder(settings, tmp_path):
    """Where the private keys of this test lie."""
    settings.KEYS_DIR = tmp_path / "keys"
    return settings.KEYS_DIR / "certificates"


@pytest.fixture
def keys(settings, keys_folder):
    """A key for each purpose."""
    return keys_in(settings, keys_folder.parent)


@pytest.fixture
def papers(settings, tmp_path):
    """The folder in which papers are kept, as an installation has it."""
    folder = tmp_path / "papers"
    options = {
        "location": folder,
        "file_permissions_mode": 0o600,
        "directory_permissions_mode": 0o700,
    }
    backend = "django.core.files.storage.FileSystemStorage"
    settings.STORAGES = settings.STORAGES | {
        "papers": {"BACKEND": backend, "OPTIONS": options}
    }
    return folder
