"""Tasks that were interrupted are taken up again, a bounded number of times."""

import logging
from datetime import timedelta

import pytest
from django.conf import settings as configured
from django.core.management import call_command
from django.db import connection
from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from elearning.worker import task_recovery
from elearning.worker.presence import WorkerPresence
from tests import databases
from tests.elearning.worker.tasks import wait_and_ask
from tests.processes import WORKER, Process, environment

pytestmark = [pytest.mark.slow, pytest.mark.database_vendor]

LOST = "django.db.utils.OperationalError"


@pytest.fixture(autouse=True)
def _queue(settings, tmp_path):
    """Tasks wait for a worker, as they do on an installation."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    settings.VAR_DIR = tmp_path


@pytest.fixture
def worker(tmp_path, transactional_db):
    """A worker on the database of the test, in a process of its own; not yet started."""
    call_command("createcachetable", "cache", "cache_files")  # tests have none
    address = databases.url(connection.settings_dict["NAME"])
    process = Process(WORKER, environment(tmp_path, address), tmp_path / "worker.log")
    yield process
    process.kill()


def row():
    return DBTaskResult.objects.get(task_path__endswith="wait_and_ask")


def begun(folder, times):
    """Return a claim: the task has begun so many times."""
    file = folder / "begun"
    return lambda: file.exists() and file.read_text() == "x" * times


def is_done():
    return row().status == TaskResultStatus.SUCCESSFUL


def test_task_of_a_killed_worker_is_done_by_the_next(worker, tmp_path):
    wait_and_ask.enqueue(str(tmp_path))
    worker.start().until(begun(tmp_path, 1))
    worker.kill()
    assert row().status == TaskResultStatus.RUNNING

    (tmp_path / "go").touch()
    worker.start().until(is_done)

    assert len(row().worker_ids) == 2


@pytest.mark.skipif(
    configured.DATABASES["default"]["ENGINE"].endswith("sqlite3"),
    reason="SQLite has no connection that a server could end",
)
def test_worker_outlives_its_connections_and_does_the_task_again(worker, tmp_path):
    wait_and_ask.enqueue(str(tmp_path))
    worker.start().until(begun(tmp_path, 1))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )

    (tmp_path / "go").touch()
    worker.until(is_done)  # the same process: it fails where that has ended

    assert begun(tmp_path, 2)()
    assert "was interrupted and will be tried again" in worker.log.read_text()


def made(**facts):
    """Make a row of a task as it stood when something happened to it."""
    result = wait_and_ask.enqueue("nowhere")
    now = timezone.now()
    usual = {"started_at": now, "finished_at": now, "worker_ids": ["elsewhere:1"]}
    DBTaskResult.objects.filter(pk=result.id).update(**(usual | facts))


@pytest.mark.django_db
def test_task_that_fell_with_the_database_goes_back_into_the_queue():
    made(status=TaskResultStatus.FAILED, exception_class_path=LOST)

    assert task_recovery.requeue_interrupted_tasks(timezone.now()) == 1
    assert row().status == TaskResultStatus.READY


@pytest.mark.django_db
@pytest.mark.parametrize(
    "facts",
    [
        {"exception_class_path": "builtins.ValueError"},
        {"finished_at": timezone.now() - timedelta(days=2)},
    ],
    ids=["its own error", "long ago"],
)
def test_other_failures_stay(facts):
    made(**{"status": "FAILED", "exception_class_path": LOST} | facts)

    assert task_recovery.requeue_interrupted_tasks(timezone.now()) == 0
    assert row().status == TaskResultStatus.FAILED


@pytest.mark.django_db
def test_task_that_was_begun_too_often_is_left_with_a_line_in_the_log(caplog):
    made(
        status=TaskResultStatus.FAILED,
        exception_class_path=LOST,
        worker_ids=["elsewhere:1"] * task_recovery.TRIES,
    )

    with caplog.at_level(logging.ERROR, "elearning.worker"):
        found = [
            task_recovery.requeue_interrupted_tasks(timezone.now())
            for _time in range(2)
        ]

    assert found == [0, 0]
    assert row().status == TaskResultStatus.FAILED
    assert [record.message for record in caplog.records] == [
        f"The task {row().task_path} ({row().pk}) was interrupted 5 times and is left"
    ]


@pytest.mark.django_db
def test_deletion_of_a_file_is_never_repeated():
    made(status=TaskResultStatus.RUNNING, started_at=timezone.now() - timedelta(days=1))
    path = "wagtail.tasks.delete_file_from_storage_task"
    DBTaskResult.objects.update(task_path=path)

    assert task_recovery.requeue_interrupted_tasks(timezone.now()) == 0
    assert DBTaskResult.objects.get().status == TaskResultStatus.FAILED


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("status", "kept"),
    [("SUCCESSFUL", timedelta(days=1)), ("FAILED", task_recovery.FAILED_FOR)],
)
def test_no_row_of_a_task_stays_for_good(status, kept):
    ended = timezone.now()
    made(status=status, finished_at=ended, exception_class_path="builtins.ValueError")
    minute = timedelta(minutes=1)

    removed = [
        task_recovery.delete_finished_tasks(at)
        for at in (ended + kept - minute, ended + kept + minute)
    ]

    assert removed == [0, 1]


@pytest.mark.django_db
@pytest.mark.parametrize("status", ["READY", "RUNNING"])
def test_task_that_has_not_ended_stays(status):
    made(status=status, finished_at=None)

    assert (
        task_recovery.delete_finished_tasks(timezone.now() + timedelta(days=400)) == 0
    )


@pytest.mark.django_db
def test_task_of_a_worker_that_lives_is_left_to_it():
    presence = WorkerPresence()
    made(status=TaskResultStatus.RUNNING, worker_ids=[presence.worker_id])
    seen = [task_recovery.requeue_interrupted_tasks(timezone.now())]

    presence.release()
    seen.append(task_recovery.requeue_interrupted_tasks(timezone.now()))

    assert seen == [0, 1]


@pytest.mark.django_db
def test_task_of_another_machine_is_given_an_hour():
    made(status=TaskResultStatus.RUNNING)
    now = timezone.now()

    seen = [
        task_recovery.requeue_interrupted_tasks(now + timedelta(minutes=minutes))
        for minutes in (59, 61)
    ]

    assert seen == [0, 1]
