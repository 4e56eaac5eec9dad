"""Presence of workers: a file in ``VAR_DIR/workers``, locked by the process.

The kernel releases the lock when the process ends, however it ends.
"""

import fcntl
import os
import socket
import uuid
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO

from elearning.installation.health import get_workers_folder, is_worker_file_abandoned

#: The time given to a task of a worker on another machine, whose files are not visible.
_ELSEWHERE = timedelta(hours=1)


class WorkerPresence:
    """The identity of a running worker, valid until released or until its process ends."""

    def __init__(self) -> None:
        _remove_abandoned()
        mark = uuid.uuid4().hex
        self.worker_id = f"{socket.gethostname()}:{mark}"
        self._path = _folder() / mark
        self._file = _locked(self._path)

    def touch(self) -> None:
        """Record a tick of the worker."""
        with suppress(FileNotFoundError):
            os.utime(self._path)

    def release(self) -> None:
        """Give up this identity, so that other workers take over its tasks."""
        self._path.unlink(missing_ok=True)
        self._file.close()


def is_worker_gone(worker_id: str, *, since: datetime, at: datetime) -> bool:
    """Tell whether the worker that began a task at ``since`` has ended."""
    host, _colon, mark = worker_id.rpartition(":")
    if host != socket.gethostname():
        return at - since > _ELSEWHERE
    return is_worker_file_abandoned(_folder() / mark)


def _folder() -> Path:
    folder = get_workers_folder()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _locked(path: Path) -> IO[str]:
    """Create the file and lock it; again if another worker removed it in between."""
    while True:
        file = path.open("w")
        fcntl.flock(file, fcntl.LOCK_EX)
        if path.exists():
            return file
        file.close()


def _remove_abandoned() -> None:
    for path in _folder().iterdir():
        if is_worker_file_abandoned(path):
            path.unlink(missing_ok=True)
