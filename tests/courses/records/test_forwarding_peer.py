"""A real peer: a second platform gets everything, whoever is killed in the meantime."""

import json
import math
import re
import subprocess
import sys
from http.client import HTTPConnection

import pytest
from django.db import connection

from courses.records.forwarding import target_setup
from elearning.lrs.models import Outbox, Statement, Target
from elearning.lrs.statements.statement_store import store_statements
from tests import databases
from tests.courses.records.relay import relaying
from tests.factories.lrs import AUTHORITY, basic, new_id, statement
from tests.processes import ROOT, WORKER, Process, Web, environment

pytestmark = [pytest.mark.slow, pytest.mark.database_vendor]


class Peer(Web):
    """The web process of another platform, with a database of its own."""

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
    return environment(folder, address, XAPI_FORWARD_TIMEOUT="2")


@pytest.fixture
def peer(tmp_path, transactional_db):
    folder = tmp_path / "peer"
    folder.mkdir()
    with databases.copied("peer") as name:
        process = Peer(folder, _environment(folder, databases.url(name))).start()
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
        WORKER,
        _environment(tmp_path, address),
        tmp_path / "worker.log",
    )
    yield process
    process.kill()


def put(number):
    for _batch in range(number // 100):
        store_statements(
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
        target_setup.resume_target(Target.objects.get(), by=None)
    return not waiting()


def said(content):
    """What a statement says, as text, without what each store adds of its own."""
    return json.dumps(
        {key: content[key] for key in content if key not in {"stored", "authority"}}
    )


def test_nothing_is_lost_or_doubled_whoever_is_killed(peer, relay, worker):
    key, secret = peer.credential()
    target_setup.create_target("peer", relay.url, key, secret, by=None)
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
    target_setup.resume_target(Target.objects.get(), by=None)
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
