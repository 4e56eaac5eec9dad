"""The worker loop: queued tasks as they arrive, and jobs when they are due."""

import logging
import signal
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import Error as DatabaseProblem
from django.db import close_old_connections, connection
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker as TaskWorker

from elearning.installation import system_clock
from elearning.worker.jobs import WorkerJob, list_jobs
from elearning.worker.presence import WorkerPresence

logger = logging.getLogger("elearning.worker")

#: The name of the job that puts interrupted tasks back.
RECOVERY = "interrupted tasks put back"
#: A failed job is retried after this, or earlier if it is due earlier.
_AGAIN = timedelta(minutes=5)
_DATABASE_PAUSE = 5.0  # seconds between two attempts to reach the database


class Worker:
    """A process that runs tasks and jobs until it is told to stop.

    Jobs find their work in rows, so a worker killed at any point loses nothing. A lost
    connection ends a task or a job, never the worker. ``clock`` counts seconds and is
    never adjusted, unlike the system clock.
    """

    def __init__(
        self, *, pause: float = 1.0, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._pause = pause
        self._clock = clock
        self._stopping = threading.Event()
        self._due: dict[str, float] = {}
        self._presence: WorkerPresence | None = None

    def stop(self, *args: Any) -> None:
        """Finish the current work and stop; suitable as a signal handler."""
        self._stopping.set()

    def run(self) -> None:
        """Work until stopped."""
        signal.signal(signal.SIGTERM, self.stop)
        signal.signal(signal.SIGINT, self.stop)
        while not self._stopping.is_set():
            if not _database_answers():
                self._stopping.wait(_DATABASE_PAUSE)
                continue
            self.tick(timezone.now())
            self.run_tasks()
            self._stopping.wait(self._pause)
        self.leave()

    def tick(self, at: datetime) -> dict[str, int]:
        """Run every job that is due and return the count of each."""
        now = self._clock()
        due = [chore for chore in list_jobs() if self._due.get(chore.name, now) <= now]
        is_held = any(chore.removes for chore in due) and _is_leap(at)
        done = {
            chore.name: None if chore.removes and is_held else _do(chore, at)
            for chore in due
        }
        for chore in due:
            failed = done[chore.name] is None
            every = min(chore.every, _AGAIN) if failed else chore.every
            self._due[chore.name] = now + every.total_seconds()
        return {name: count or 0 for name, count in done.items()}

    def run_tasks(self) -> None:
        """Run the tasks that are queued now, and return.

        If the connection is lost, the running task is recovered like one of an ended
        worker.
        """
        try:
            self._presence = self._presence or WorkerPresence()
            _run_queued(self._presence.worker_id)
            self._presence.touch()
        except Exception:
            logger.exception("A task was interrupted and will be tried again")
            self.leave()
            self._due.pop(RECOVERY, None)

    def leave(self) -> None:
        """Give up this worker’s identity, so that its tasks are run again."""
        if self._presence:
            self._presence.release()
        self._presence = None


def _run_queued(worker_id: str) -> None:
    TaskWorker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=worker_id,
        excluded_queue_names=[],
    ).run()


def _database_answers() -> bool:
    """Tell whether the database responds, on a new connection if necessary."""
    close_old_connections()
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseProblem as error:
        logger.error("The database does not answer: %s", str(error).strip())  # noqa: TRY400 — logged every few seconds
        return False
    return True


def _is_leap(at: datetime) -> bool:
    """Tell whether the clock has leapt; if so, log what to do."""
    try:
        before = system_clock.find_clock_leap(at)
    except DatabaseProblem:
        logger.exception("The clock could not be looked at: nothing is deleted now")
        close_old_connections()
        return True
    if before is None:
        return False
    logger.critical(
        "The clock says %s, and the worker was last at work on %s: nothing is deleted. "
        "If the clock is right, run “manage.py clock_confirm”.",
        f"{at:%Y-%m-%d %H:%M %Z}",
        f"{before:%Y-%m-%d %H:%M %Z}",
    )
    return True


def _do(chore: WorkerJob, at: datetime) -> int | None:
    """Run one job; a failure is logged and retried, and returns ``None``."""
    try:
        count = chore.run(at)
    except Exception:
        logger.exception("The chore “%s” failed and will be tried again", chore.name)
        close_old_connections()  # a lost connection must not affect the next job
        return None
    if count:
        logger.info("%s: %s", chore.name, count)
    return count
