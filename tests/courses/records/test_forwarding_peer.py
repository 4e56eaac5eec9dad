"""A real peer: a second platform gets everything, whoever is killed in the meantime."""

import json
import math
import os
import re
import signal
import socket
import subprocess
import sys
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

import pytest
from django.db import connection

from courses.records import targets
from elearning.lrs.models import Outbox, Statement, Target
from elearning.lrs.storing import store
from tests import databases
from tests.courses.records.relay import relaying
from tests.factories.lrs import AUTHORITY, basic, new_id, statement
from tests.waiting import until, until_it_listens

ROOT = Path(__file__).resolve().parents[3]


@dataclass
class Process:
    """A process of a platform that can be started and killed."""

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

    def kill(self):
        if self._running and self._running.poll() is None:
            os.killpg(self._running.pid, signal.SIGKILL)
            self._running.wait()

    def until(self, claim):
        """Wait until ``claim()`` is true, as long as the process runs."""

        def holds():
            assert self._running.poll() is None, self.log.read_text()
            return claim()

        until(holds, every=0.02, told=self.log.read_text)


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

    def start(self):
        super().start()
        until_it_listens(self._running, ("127.0.0.1", self.port), self.log)
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
        talk = HTTPConnection("127.0.0.1", self.port)
        found, path = [], "/xapi/statements?ascending=true"
        while path:
            talk.request("GET", path, headers=headers)
            answer = json.loads(talk.getresponse().read())
            found += answer["statements"]
            path = answer["more"]
        talk.close()
        return found


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
def relay(peer):
    """What stands between this platform and its peer, and may withhold answers."""
    with relaying(peer.port) as running:
        yield running


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


def test_nothing_is_lost_or_doubled_whoever_is_killed(peer, relay, worker):
    key, secret = peer.credential()
    targets.create("peer", relay.url, key, secret, by=None)
    put(600)

    relay.answered = 2
    worker.start()
    worker.until(lambda: relay.withheld.is_set() or all_sent())
    worker.kill()
    left = waiting()
    assert left
    assert len(peer.statements(key, secret)) > 600 - left, "unanswered, but stored"
    peer.kill()

    relay.answered = math.inf
    targets.resume(Target.objects.get(), by=None)
    worker.start()
    put(100)
    worker.until(lambda: Target.objects.get().last_error.startswith("away "))
    assert waiting() == left + 100
    peer.start()
    worker.until(all_sent)

    there = peer.statements(key, secret)
    assert [said(content) for content in there] == [
        said(row.content) for row in Statement.objects.order_by("pk")
    ]
    assert len({content["id"] for content in there}) == 700
    assert not Outbox.objects.exists()
