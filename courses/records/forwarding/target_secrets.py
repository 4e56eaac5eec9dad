"""Keys and secrets of other stores, in files in ``KEYS_DIR`` and never in rows."""

from base64 import b64encode
from pathlib import Path

from django.conf import settings

from courses.records.forwarding.delivery_errors import DeliveryError
from elearning.key_files import write_key_file


def write_target_secret(name: str, key: str, secret: str) -> None:
    """Write the key and secret of the target ``name``, atomically (mode 0600)."""
    write_key_file(get_target_secret_path(name), f"{key}:{secret}\n".encode())


def get_authorization_header(name: str) -> str:
    """Return the header for the target ``name`` (HTTP Basic, UTF-8).

    Raises ``DeliveryError`` if its file is missing.
    """
    path = get_target_secret_path(name)
    if not path.is_file():
        raise DeliveryError("key", path.name)
    signature = path.read_text(encoding="utf-8").strip()
    return f"Basic {b64encode(signature.encode()).decode()}"


def get_target_secret_path(name: str) -> Path:
    """Return the path of the ``key:secret`` file of the target ``name``."""
    folder: Path = settings.KEYS_DIR
    return folder / f"xapi-{name}"
