"""Health: a dead or stuck worker and a full disk are told, and close no web process."""

import json
import os
import shutil
import time
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
import time_machine
from django.core.management import call_command
from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone

from elearning.audit import audit_log
from elearning.installation import health
from elearning.worker.presence import WorkerPresence
from elearning.worker.worker_process import Worker

pytestmark = pytest.mark.django_db


class Usage(NamedTuple):
    """What ``shutil.disk_usage`` returns."""

    total: int
    used: int
    free: int


@pytest.fixture(autouse=True)
def var(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def worker():
    presence = WorkerPresence()
    yield presence
    presence.release()


def age(seconds):
    (file,) = health.get_workers_folder().iterdir()
    then = time.time() - seconds
    os.utime(file, (then, then))


def asked(client, query=""):
    answer = client.get(f"/health/{query}")
    return answer.status_code, answer.json()


def told(capsys):
    """What the command prints, and how it ends."""
    try:
        call_command("health")
    except SystemExit as end:
        return json.loads(capsys.readouterr().out), end.code
    return json.loads(capsys.readouterr().out), 0


def test_whole_installation_is_well(client, worker, capsys):
    assert asked(client, "?whole") == (200, {"status": "ok"})
    facts, code = told(capsys)
    assert (facts["status"], facts["database"], code) == ("ok", {"ok": True}, 0)
    assert facts["worker"]["seconds_since_tick"] < 60
    assert facts["disk"]["free_bytes"] >= health.LEAST_ROOM


def test_missing_worker_is_told_and_closes_no_web_process(client, capsys):
    assert asked(client, "?whole") == (503, {"status": "failing"})
    facts, code = told(capsys)
    assert (facts["worker"], code) == ({"ok": False, "seconds_since_tick": None}, 1)
    assert asked(client) == (200, {"status": "ok"})


def test_stuck_worker_is_told(client, worker, capsys):
    age(health.STUCK_AFTER.total_seconds() + 60)

    assert asked(client, "?whole") == (503, {"status": "failing"})
    assert told(capsys)[0]["worker"]["seconds_since_tick"] > 900


def test_full_disk_is_told_and_closes_no_web_process(
    client, worker, capsys, monkeypatch
):
    room = Usage(10**12, 10**12 - 10**8, 10**8)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: room)

    assert asked(client, "?whole") == (503, {"status": "failing"})
    assert told(capsys)[0]["disk"] == {"ok": False, "free_bytes": 10**8}
    assert asked(client) == (200, {"status": "ok"})


def test_audit_trail_that_nobody_has_checked_for_two_days_is_told(
    client, worker, capsys
):
    with time_machine.travel(timezone.now() - timedelta(hours=49), tick=False):
        audit_log.record_action("tests.done", by=None)

    assert asked(client, "?whole") == (503, {"status": "failing"})
    facts, code = told(capsys)
    assert (facts["audit_trail"], code) == ({"ok": False}, 1)
    assert asked(client) == (200, {"status": "ok"})

    audit_log.record_action("audit.checked", by=None, sealed=1, flaws=0)

    assert asked(client, "?whole") == (200, {"status": "ok"})
    assert told(capsys)[0]["audit_trail"] == {"ok": True}


@pytest.mark.parametrize("query", ["", "?whole"])
@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_missing_database_closes_the_web_process_without_a_word_why(
    client, worker, monkeypatch, query, error
):
    def refuse(*args):
        raise error("connection to 10.0.0.7 refused")

    monkeypatch.setattr(connection, "cursor", refuse)

    assert asked(client, query) == (503, {"status": "failing"})


def test_worker_that_comes_round_says_so(transactional_db):
    worker = Worker()
    worker.run_tasks()
    age(3600)

    worker.run_tasks()

    assert health.measure_health().worker < 60
    worker.leave()
    assert health.measure_health().worker is None


@pytest.mark.parametrize("name", ["folder", "file"])
def test_file_of_a_worker_that_cannot_be_read_is_no_worker(
    client, capsys, monkeypatch, name
):
    """One of another account, or what is no file of a worker."""
    health.get_workers_folder().mkdir()
    one = health.get_workers_folder() / name
    if name == "folder":
        one.mkdir()
    else:
        one.touch(0o000)
        if os.geteuid() == 0:
            monkeypatch.setattr(Path, "open", _refuse)

    assert asked(client, "?whole") == (503, {"status": "failing"})
    assert told(capsys)[0]["worker"] == {"ok": False, "seconds_since_tick": None}
    assert one.exists()


def _refuse(*args, **options):
    raise PermissionError("file of another account")


def test_file_that_a_killed_worker_left_is_no_worker():
    health.get_workers_folder().mkdir()
    (health.get_workers_folder() / "0123").touch()

    assert health.measure_health().worker is None
