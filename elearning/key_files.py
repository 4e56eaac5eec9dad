"""Key and secret files, readable by the platform’s own account only."""

import os
import tempfile
from contextlib import suppress
from pathlib import Path


def write_key_file(path: Path, text: bytes, *, is_new: bool = False) -> None:
    """Write ``text`` atomically to ``path``, with its folder (modes 0600 and 0700).

    A concurrent reader sees the old content until then. With ``is_new``, an existing
    file is kept: of several processes that write at once, the first one wins.
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
