"""Recovery of tasks that a killed worker or a lost connection interrupted.

Running a task again is harmless. A task interrupted too often is marked as failed and
logged.
"""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from elearning.worker.presence import is_worker_gone

type _TaskRow = DBTaskResult[..., Any]

logger = logging.getLogger("elearning.worker")

#: The maximum number of attempts of a task.
TRIES = 5
#: Older failures are not retried; older successes are deleted.
_RECENT = timedelta(days=1)
#: Older failures are deleted, as an error may repeat data of the task.
FAILED_FOR = timedelta(days=7)
#: Errors of an unavailable or busy database, not of the task.
_OF_DATABASE = ["django.db.utils.OperationalError", "django.db.utils.InterfaceError"]
#: Tasks never retried: another file may have the name of the deleted one by now.
_ONCE = {"wagtail.tasks.delete_file_from_storage_task"}


class TaskLeftError(Exception):
    """A task was interrupted and is not retried; rows of tasks name this class."""


def requeue_interrupted_tasks(at: datetime) -> int:
    """Put interrupted tasks back into the queue and return their number.

    Call it between tasks. Several workers may do so at the same time.
    """
    return sum(
        _put_back(row) if _may_repeat(row) else _leave(row, at)
        for row in [*_failed(at), *_abandoned(at)]
    )


def delete_finished_tasks(at: datetime) -> int:
    """Delete tasks that succeeded more than a day ago, or failed ``FAILED_FOR`` ago.

    Return their number.
    """
    done = DBTaskResult.objects.successful().filter(finished_at__lt=at - _RECENT)
    left = DBTaskResult.objects.failed().filter(finished_at__lt=at - FAILED_FOR)
    return int(done.delete()[0]) + int(left.delete()[0])


def _failed(at: datetime) -> Iterable[_TaskRow]:
    return DBTaskResult.objects.failed().filter(
        finished_at__gte=at - _RECENT, exception_class_path__in=_OF_DATABASE
    )


def _abandoned(at: datetime) -> Iterable[_TaskRow]:
    for row in DBTaskResult.objects.running():
        if row.started_at and is_worker_gone(
            row.worker_ids[-1], since=row.started_at, at=at
        ):
            yield row


def _may_repeat(row: _TaskRow) -> bool:
    return row.task_path not in _ONCE and len(row.worker_ids) < TRIES


def _put_back(row: _TaskRow) -> int:
    return _change(row, status=TaskResultStatus.READY, started_at=None)


def _leave(row: _TaskRow, at: datetime) -> int:
    error = f"{TaskLeftError.__module__}.{TaskLeftError.__qualname__}"
    failed = TaskResultStatus.FAILED
    if _change(row, status=failed, finished_at=at, exception_class_path=error):
        logger.error(
            "The task %s (%s) was interrupted %s times and is left",
            row.task_path,
            row.pk,
            len(row.worker_ids),
        )
    return 0


def _change(row: _TaskRow, **values: Any) -> int:
    """Change a row unless another worker has changed it since it was read."""
    same = DBTaskResult.objects.filter(
        pk=row.pk, status=row.status, started_at=row.started_at
    )
    return same.update(**values)
