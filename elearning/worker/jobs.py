"""The chores of the worker: what each app looks for, and does, at a tick.

A chore finds what is due from rows, so one lost in a kill is done at the next tick.
Apps register theirs in ``AppConfig.ready``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class WorkerJob:
    """Something to look for every ``every``; ``run`` takes the moment, returns a count.

    What ``removes`` for good is left alone while the clock is not to be believed.
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
    """Have ``run`` called by the worker every ``every``; registering twice replaces."""
    _chores[name] = WorkerJob(name, every, run, removes)


def list_jobs() -> list[WorkerJob]:
    """Return the chores in order of registration."""
    return list(_chores.values())
