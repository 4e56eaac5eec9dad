"""Health of the installation: database, worker and disk space.

Apps register further checks in ``AppConfig.ready``.
"""

import fcntl
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import Error, connection
from django.utils import timezone

#: A worker without a sign of life for so long is stuck; the longest task takes less.
STUCK_AFTER = timedelta(minutes=15)
#: With less free space than this, in bytes, a large upload or a backup fills the disk.
LEAST_ROOM = 1024**3
_watched: dict[str, Callable[[datetime], bool]] = {}


def register_health_check(part: str, is_well: Callable[[datetime], bool]) -> None:
    """Register ``is_well`` as the check of ``part``; it gets the time and may use the database."""
    _watched[part] = is_well


@dataclass(frozen=True)
class InstallationHealth:
    """Health of an installation; ``worker`` in seconds since its last tick, ``room`` in bytes.

    ``worker`` is ``None`` if none is running. ``others`` are the parts that apps check.
    """

    database: bool
    worker: float | None
    room: int
    others: dict[str, bool]

    @property
    def has_worker(self) -> bool:
        return self.worker is not None and self.worker <= STUCK_AFTER.total_seconds()

    @property
    def has_room(self) -> bool:
        return self.room >= LEAST_ROOM

    @property
    def is_whole(self) -> bool:
        own = self.database and self.has_worker and self.has_room
        return own and all(self.others.values())

    def facts(self) -> dict[str, Any]:
        """Return the health as JSON values; ``ok`` of each part and of all."""
        return {
            "status": "ok" if self.is_whole else "failing",
            "database": {"ok": self.database},
            "worker": {
                "ok": self.has_worker,
                "seconds_since_tick": None
                if self.worker is None
                else round(self.worker),
            },
            "disk": {"ok": self.has_room, "free_bytes": self.room},
            **{part: {"ok": is_well} for part, is_well in self.others.items()},
        }


def measure_health() -> InstallationHealth:
    """Check all parts; a few queries."""
    return InstallationHealth(
        is_database_available(),
        _since_tick(),
        shutil.disk_usage(_disk()).free,
        {part: _is_well(ask) for part, ask in _watched.items()},
    )


def is_database_available() -> bool:
    """Tell whether the database responds."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return False
    return True


def _is_well(ask: Callable[[datetime], bool]) -> bool:
    try:
        return ask(timezone.now())
    except Error:
        return False


def get_workers_folder() -> Path:
    """Return the folder with a file for each worker, touched at every tick."""
    folder: Path = settings.VAR_DIR / "workers"
    return folder


def is_worker_file_abandoned(path: Path) -> bool:
    """Tell whether the worker of this file has ended, so that nobody locks it."""
    try:
        with path.open() as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return True
    except BlockingIOError:
        return False
    return True


def _since_tick() -> float | None:
    """Return the seconds since the last tick of a running worker."""
    try:
        files = list(get_workers_folder().iterdir())
    except OSError:
        return None
    ticks = [tick for path in files if (tick := _tick(path)) is not None]
    return max(0.0, time.time() - max(ticks)) if ticks else None


def _tick(path: Path) -> float | None:
    """Return the last tick of the worker of this file, or ``None`` if unknown."""
    try:
        return None if is_worker_file_abandoned(path) else path.stat().st_mtime
    except OSError:
        return None


def _disk() -> Path:
    """Return ``VAR_DIR``, or its nearest existing parent."""
    folder: Path = settings.VAR_DIR
    return next(path for path in (folder, *folder.parents) if path.exists())
