"""Keys of the service, made as the first day makes them."""

from pathlib import Path

from courses.certificates.keys import key_creation
from courses.certificates.models import KeyPurpose, SigningKey


def keys_in(settings, folder: Path) -> dict[str, SigningKey]:
    """Make a key for every purpose, with its private half in ``folder``; by purpose.

    ``settings`` and ``folder`` are pytest's own fixtures ``settings`` and ``tmp_path``.
    """
    settings.KEYS_DIR = folder
    key_creation.create_missing_keys(by=None)
    return {purpose: SigningKey.objects.current(purpose) for purpose in KeyPurpose}
