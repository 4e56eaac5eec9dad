"""Periodic jobs of the worker, registered by the apps.

A job finds its work in rows, so work lost when a worker is killed is done at the next
tick. Apps register jobs in ``AppConfig.ready``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class WorkerJob:
    """A job run every ``every``; ``run`` takes the time and returns a count.

    A job that ``removes`` data is not run while the clock is not trusted.
    """

    name: str
    every: timedelta
    run: Callable[[datetime], int]
    removes: bool = False


_chores: dict[str, WorkerJob] = {}


def register_job(
    name: str,
    run: Callable[[datetime], int],
    *,
    every: timedelta = timedelta(minutes=1),
    removes: bool = False,
) -> None:
    """Register ``run`` to be called every ``every``; the same name replaces the job."""
    _chores[name] = WorkerJob(name, every, run, removes)


def list_jobs() -> list[WorkerJob]:
    """Return the jobs in order of registration."""
    return list(_chores.values())
