"""Keys and secrets of other stores: files in ``KEYS_DIR``, never rows."""

from base64 import b64encode
from pathlib import Path

from django.conf import settings

from courses.records.forwarding.delivery_errors import DeliveryError
from elearning.key_files import write_key_file


def write_target_secret(name: str, key: str, secret: str) -> None:
    """Write the key and secret of the target ``name``, whole or not at all (0600)."""
    write_key_file(get_target_secret_path(name), f"{key}:{secret}\n".encode())


def get_authorization_header(name: str) -> str:
    """Return the header for the target ``name`` (HTTP Basic, UTF-8).

    Raises ``DeliveryError`` where its file is missing.
    """
    path = get_target_secret_path(name)
    if not path.is_file():
        raise DeliveryError("key", path.name)
    signature = path.read_text(encoding="utf-8").strip()
    return f"Basic {b64encode(signature.encode()).decode()}"


def get_target_secret_path(name: str) -> Path:
    """Return where the ``key:secret`` of the target ``name`` lies."""
    folder: Path = settings.KEYS_DIR
    return folder / f"xapi-{name}"
