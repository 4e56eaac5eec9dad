"""Keys and secrets of other stores: files in ``KEYS_DIR``, never rows."""

import os
import tempfile
from base64 import b64encode
from pathlib import Path

from django.conf import settings

from courses.records.troubles import TroubleError


def keep(name: str, key: str, secret: str) -> None:
    """Write the key and secret of the target ``name``, whole or not at all (0600)."""
    path = path_of(name)
    path.parent.mkdir(parents=True, mode=0o700, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(f"{key}:{secret}\n")
            file.flush()
            os.fsync(handle)
        Path(draft).replace(path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise


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
