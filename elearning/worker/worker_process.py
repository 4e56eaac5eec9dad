"""The worker: run queued tasks as they come, and every chore when its time is up."""

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

#: The name of the chore that puts interrupted tasks back.
RECOVERY = "interrupted tasks put back"
#: A chore that failed is tried again after this, or earlier where its turn comes earlier.
_AGAIN = timedelta(minutes=5)
_DATABASE_PAUSE = 5.0  # seconds between two looks for a database that is away


class Worker:
    """One process that works off tasks and chores until it is told to stop.

    Chores find their work in rows; a worker killed at any point loses nothing. A lost
    connection ends a task or a chore, never the worker. ``clock`` counts seconds and is
    never set, as the clock of the machine may be.
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
        """Finish what is under way and come to an end; fit for a signal handler."""
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
        """Do every chore whose time is up and return how much each did."""
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

        Where the connection is lost the task that ran is put back as one of a worker that
        is gone.
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
        """Count as gone; whatever is still marked as this worker's is begun again."""
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
    """Tell whether there is a database to work with, on a new connection if need be."""
    close_old_connections()
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseProblem as error:
        logger.error("The database does not answer: %s", str(error).strip())  # noqa: TRY400 — said every few seconds
        return False
    return True


def _is_leap(at: datetime) -> bool:
    """Tell whether the clock has leapt, and what to do, to whoever reads the log."""
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
    """Do one chore; a failing one is logged and tried again, and counts as nothing."""
    try:
        count = chore.run(at)
    except Exception:
        logger.exception("The chore “%s” failed and will be tried again", chore.name)
        close_old_connections()  # one that was lost is no hindrance to the next chore
        return None
    if count:
        logger.info("%s: %s", chore.name, count)
    return count
