"""A real peer: a second platform gets everything, whoever is killed in the meantime."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

import pytest
from django.db import connection

from courses.records import targets
from elearning.lrs.models import Outbox, Statement, Target
from elearning.lrs.storing import store
from tests import databases
from tests.factories.lrs import AUTHORITY, basic, new_id, statement

ROOT = Path(__file__).resolve().parents[3]


@dataclass
class Process:
    """A process of a platform that can be stopped, continued and killed."""

    command: list[str]
    environment: dict[str, str]
    log: Path
    _running: subprocess.Popen | None = None

    def start(self):
        with self.log.open("a") as log:
            self._running = subprocess.Popen(
                self.command,
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        return self

    def signal(self, number):
        os.killpg(self._running.pid, number)

    def kill(self):
        if self._running and self._running.poll() is None:
            self.signal(signal.SIGKILL)
            self._running.wait()


class Peer(Process):
    """The web process of another platform, with a database of its own."""

    def __init__(self, folder, address):
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        granian = str(Path(sys.executable).with_name("granian"))
        command = [granian, "--interface", "wsgi", "--host", "127.0.0.1"]
        command += ["--port", str(self.port), "--blocking-threads", "4"]
        super().__init__(
            [*command, "elearning.wsgi:application"],
            _environment(folder, address),
            folder / "peer.log",
        )
        self.url = f"http://127.0.0.1:{self.port}/xapi/"

    def start(self):
        super().start()
        wait_until(self._answers)
        return self

    def credential(self):
        """Make a credential as its operator does, and return key and secret."""
        command = ["manage.py", "lrs_credential", "platform", "--scope", "all"]
        said = subprocess.check_output(
            [sys.executable, *command], cwd=ROOT, env=self.environment, text=True
        )
        return re.search(r"key:\s+(\S+)\s+secret: (\S+)", said).groups()

    def statements(self, key, secret):
        """Return all it has, oldest first, following ``more`` as any client does."""
        headers = {
            "Authorization": basic(key, secret),
            "X-Experience-API-Version": "1.0.3",
        }
        talk = HTTPConnection("127.0.0.1", self.port, timeout=10)
        found, path = [], "/xapi/statements?ascending=true"
        while path:
            talk.request("GET", path, headers=headers)
            answer = json.loads(talk.getresponse().read())
            found += answer["statements"]
            path = answer["more"]
        talk.close()
        return found

    def _answers(self):
        try:
            socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
        except OSError:
            return False
        return True


def wait_until(claim):
    """Wait until ``claim()`` is true, as long as a loaded machine may need."""
    for _attempt in range(3000):
        if claim():
            return
        time.sleep(0.02)
    raise AssertionError("This took a minute.")


def _environment(folder, address):
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "elearning.settings.production",
        "DATABASE_URL": address,
        "VAR_DIR": str(folder),
        "BASE_URL": "http://localhost:8000",
        "XAPI_FORWARD_TIMEOUT": "2",
    }


@pytest.fixture
def peer(tmp_path, transactional_db):
    folder = tmp_path / "peer"
    folder.mkdir()
    with databases.copied("peer") as name:
        process = Peer(folder, databases.url(name)).start()
        yield process
        process.kill()


@pytest.fixture
def worker(tmp_path, settings, transactional_db):
    """The worker of this platform, on the very database of the test; not yet started."""
    settings.KEYS_DIR = tmp_path / "keys"
    address = databases.url(connection.settings_dict["NAME"])
    process = Process(
        [sys.executable, "manage.py", "work"],
        _environment(tmp_path, address),
        tmp_path / "worker.log",
    )
    yield process
    process.kill()


def put(number):
    for _batch in range(number // 100):
        store(
            [
                statement(id=new_id(), result={"response": f"Жауап {place} \u2028"})
                for place in range(100)
            ],
            authority=AUTHORITY,
        )


def waiting():
    return Outbox.objects.waiting().count()


def all_sent():
    """Tell whether nothing waits; press the button as long as the peer gets ready."""
    if Target.objects.get().failures:
        targets.resume(Target.objects.get(), by=None)
    return not waiting()


def said(content):
    """What a statement says, as text, without what each store adds of its own."""
    return json.dumps(
        {key: content[key] for key in content if key not in {"stored", "authority"}}
    )


def test_nothing_is_lost_or_doubled_whoever_is_killed(peer, worker):
    key, secret = peer.credential()
    targets.create("peer", peer.url, key, secret, by=None)
    put(600)

    worker.start()
    wait_until(lambda: all_sent() or waiting() < 600)
    peer.signal(signal.SIGSTOP)
    time.sleep(2)  # a batch is on its way and stays unanswered
    worker.kill()
    peer.signal(signal.SIGCONT)
    left = waiting()
    assert 0 < left <= 500
    wait_until(lambda: len(peer.statements(key, secret)) > 600 - left)
    peer.kill()

    worker.start()
    put(100)
    wait_until(lambda: Target.objects.get().last_error.startswith("away "))
    assert waiting() == left + 100
    peer.start()
    wait_until(all_sent)

    there = peer.statements(key, secret)
    assert [said(content) for content in there] == [
        said(row.content) for row in Statement.objects.order_by("pk")
    ]
    assert len({content["id"] for content in there}) == 700
    assert not Outbox.objects.exists()
