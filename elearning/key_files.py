"""Keys and secrets as files: written whole, for the platform's own account alone."""

import os
import tempfile
from contextlib import suppress
from pathlib import Path


def write_key_file(path: Path, text: bytes, *, is_new: bool = False) -> None:
    """Write ``text`` to ``path`` with its folder (0600, 0700), whole or not at all.

    Whoever reads it meanwhile finds what was there before. What ``is_new`` replaces nothing:
    of several who write it at once, the first one's stays.
    """
    path.parent.mkdir(parents=True, mode=0o700, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(text)
            file.flush()
            os.fsync(handle)
        if is_new:
            with suppress(FileExistsError):
                path.hardlink_to(draft)
            Path(draft).unlink()
        else:
            Path(draft).replace(path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
