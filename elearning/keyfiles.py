"""Keys and secrets as files: written whole, for the platform's own account alone."""

import os
import tempfile
from pathlib import Path


def write_whole(path: Path, text: bytes) -> None:
    """Write ``text`` to ``path`` with its folder (0600, 0700), whole or not at all.

    Whoever reads it meanwhile finds what was there before.
    """
    path.parent.mkdir(parents=True, mode=0o700, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(text)
            file.flush()
            os.fsync(handle)
        Path(draft).replace(path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
