"""Of equal tasks that wait, the last is enough."""

import pytest
from django_tasks_db.models import DBTaskResult
from modelsearch.tasks import insert_or_update_object_task as index
from wagtail.tasks import update_reference_index_task as refer

from elearning.worker.task_queue import drop_duplicate_tasks

pytestmark = pytest.mark.django_db

PATH = "modelsearch.tasks.insert_or_update_object_task"


@pytest.fixture(autouse=True)
def _kept(settings):
    """Tasks wait for a worker, as they do on an installation."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def waiting():
    rows = DBTaskResult.objects.order_by("enqueued_at")
    return [(row.task_path, row.args_kwargs["args"][-1], row.status) for row in rows]


def test_last_of_equal_tasks_stays_and_others_are_not_touched():
    for pk in ("1", "2", "1", "1"):
        index.enqueue("courses", "unit", pk)
    refer.enqueue("courses", "unit", "1")
    refer.enqueue("courses", "unit", "1")

    assert drop_duplicate_tasks([PATH]) == 2
    assert [pk for path, pk, _status in waiting() if path == PATH] == ["2", "1"]
    assert len(waiting()) == 4


def test_what_the_worker_has_begun_stays():
    first = index.enqueue("courses", "unit", "1")
    DBTaskResult.objects.filter(pk=first.id).update(status="RUNNING")
    index.enqueue("courses", "unit", "1")

    assert drop_duplicate_tasks([PATH]) == 0
    assert [status for *_named, status in waiting()] == ["RUNNING", "READY"]


def test_many_are_dropped_in_parts():
    for _time in range(3):
        for pk in range(400):
            index.enqueue("courses", "unit", str(pk))

    assert drop_duplicate_tasks([PATH]) == 800
    assert len(waiting()) == 400
