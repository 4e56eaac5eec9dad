"""Removal of duplicate tasks from the queue."""

import json
from collections.abc import Collection
from itertools import batched
from typing import Any

from django.tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

_AT_ONCE = 500


def drop_duplicate_tasks(paths: Collection[str]) -> int:
    """Drop waiting tasks that equal a later one; return their number.

    ``paths`` name tasks that read the current state of a row, such as indexing: loading
    many texts enqueues each row several times. Running tasks stay.
    """
    waiting = DBTaskResult.objects.filter(
        status=TaskResultStatus.READY, task_path__in=paths
    )
    rows = waiting.order_by("enqueued_at", "pk").values_list(
        "pk", "task_path", "args_kwargs"
    )
    last: dict[tuple[str, str], Any] = {}
    earlier = []
    for pk, path, arguments in rows.iterator():
        what = path, json.dumps(arguments, sort_keys=True)
        if what in last:
            earlier.append(last[what])
        last[what] = pk
    dropped = 0
    for some in batched(earlier, _AT_ONCE, strict=False):
        dropped += waiting.filter(pk__in=some).delete()[0]
    return dropped
