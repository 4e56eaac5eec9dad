"""Keys and secrets of other stores: files in ``KEYS_DIR``, never rows."""

from base64 import b64encode
from pathlib import Path

from django.conf import settings

from courses.records.troubles import TroubleError
from elearning.keyfiles import write_whole


def keep(name: str, key: str, secret: str) -> None:
    """Write the key and secret of the target ``name``, whole or not at all (0600)."""
    write_whole(path_of(name), f"{key}:{secret}\n".encode())


def authorization(name: str) -> str:
    """Return the header for the target ``name`` (HTTP Basic, UTF-8).

    Raises ``TroubleError`` where its file is missing.
    """
    path = path_of(name)
    if not path.is_file():
        raise TroubleError("key", path.name)
    signature = path.read_text(encoding="utf-8").strip()
    return f"Basic {b64encode(signature.encode()).decode()}"


def path_of(name: str) -> Path:
    """Return where the ``key:secret`` of the target ``name`` lies."""
    folder: Path = settings.KEYS_DIR
    return folder / f"xapi-{name}"
