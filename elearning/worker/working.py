"""The worker: run queued tasks as they come, and every chore when its time is up."""

import logging
import signal
import threading
from datetime import datetime
from typing import Any

from django.db import close_old_connections
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker as TaskWorker

from elearning.worker.chores import Chore, registered

logger = logging.getLogger("elearning.worker")


class Worker:
    """One process that works off tasks and chores until it is told to stop.

    Chores find their work in rows; a worker killed at any point loses nothing.
    """

    def __init__(self, *, pause: float = 1.0) -> None:
        self._pause = pause
        self._stopping = threading.Event()
        self._last: dict[str, datetime] = {}

    def stop(self, *args: Any) -> None:
        """Finish what is under way and come to an end; fit for a signal handler."""
        self._stopping.set()

    def run(self) -> None:
        """Work until stopped."""
        signal.signal(signal.SIGTERM, self.stop)
        signal.signal(signal.SIGINT, self.stop)
        while not self._stopping.is_set():
            close_old_connections()
            self.tick(timezone.now())
            run_tasks()
            self._stopping.wait(self._pause)

    def tick(self, at: datetime) -> dict[str, int]:
        """Do every chore whose time is up and return how much each did."""
        due = [chore for chore in registered() if self._is_due(chore, at)]
        self._last |= {chore.name: at for chore in due}
        return {chore.name: _do(chore, at) for chore in due}

    def _is_due(self, chore: Chore, at: datetime) -> bool:
        last = self._last.get(chore.name)
        return last is None or at - last >= chore.every


def run_tasks() -> None:
    """Run the tasks that are queued now, and return."""
    TaskWorker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="worker",
        excluded_queue_names=[],
    ).run()


def _do(chore: Chore, at: datetime) -> int:
    """Do one chore; a failing one is logged and tried again at its next turn."""
    try:
        count = chore.run(at)
    except Exception:
        logger.exception("The chore “%s” failed and will be tried again", chore.name)
        return 0
    if count:
        logger.info("%s: %s", chore.name, count)
    return count
