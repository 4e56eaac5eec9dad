"""Sending statements on: to a real server on this machine, which answers as told."""

import json
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.management import call_command

from courses.records.forwarding import send_due
from elearning.lrs.models import Outbox, Statement, Target
from elearning.lrs.storing import store
from tests.factories.assessment import NOW
from tests.factories.lrs import AUTHORITY, READ, new_id, statement

pytestmark = pytest.mark.django_db


class Store(HTTPServer):
    """Another store: keeps what it takes, refuses ``poison``, fails with ``status``."""

    def __init__(self):
        self.kept, self.poison, self.signatures, self.status = {}, set(), set(), 200
        super().__init__(("127.0.0.1", 0), Handler)

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}/xapi/"


class Handler(BaseHTTPRequestHandler):
    """Answers like a Learning Record Store."""

    def do_POST(self):
        self.server.signatures.add(self.headers["Authorization"])
        body = self.rfile.read(int(self.headers["Content-Length"]))
        batch = json.loads(body)
        ids = {item["id"] for item in batch}
        if self.server.status != 200:
            self.answer(self.server.status, b"no")
        elif ids & self.server.poison:
            self.answer(400, "Жарамсыз".encode())
        elif ids & self.server.kept.keys():
            self.answer(409, b"conflict")
        else:
            self.server.kept |= {item["id"]: item for item in batch}
            self.answer(200, json.dumps(sorted(ids)).encode())

    def do_GET(self):
        (uuid,) = parse_qs(urlsplit(self.path).query)["statementId"]
        self.answer(200, json.dumps(self.server.kept[uuid]).encode())

    def answer(self, status, body):
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


@pytest.fixture
def other(settings, tmp_path):
    settings.KEYS_DIR = tmp_path
    (tmp_path / "xapi-other").write_text("кілт:құпия\n")
    with Store() as server:
        thread = Thread(target=server.serve_forever, args=[0.01])
        thread.start()
        Target.objects.create(name="other", endpoint=server.url)
        yield server
        server.shutdown()
        thread.join()


def put(number):
    ids = [new_id() for _ in range(number)]
    return store([statement(id=uuid) for uuid in ids], authority=AUTHORITY)


def test_without_a_target_nothing_is_sent():
    put(1)

    assert send_due(NOW) == 0


def test_what_waits_is_sent_once_as_it_is(other):
    ids = put(120)

    assert send_due(NOW) == 120
    assert send_due(NOW) == 0
    assert list(other.kept) == ids
    assert [other.kept[uuid] for uuid in ids] == [
        row.content for row in Statement.objects.order_by("pk")
    ]
    (signature,) = other.signatures
    assert signature.startswith("Basic ")


def test_poison_is_parked_and_holds_up_nothing(other):
    ids = put(7)
    other.poison = {ids[3]}

    assert send_due(NOW) == 6
    parked = Outbox.objects.get()
    assert str(parked.statement.uuid) == ids[3]
    assert parked.parked == "400: Жарамсыз"
    assert send_due(NOW) == 0


def test_same_statement_there_already_is_delivered_and_another_parked(other):
    same, different = put(2)
    other.kept = {
        same: statement(id=same, timestamp="2026-03-02T04:00:00Z"),
        different: statement(id=different, verb={"id": READ + "2"}),
    }

    assert send_due(NOW) == 1
    assert str(Outbox.objects.get().statement.uuid) == different
    assert Outbox.objects.get().parked.startswith("409")


@pytest.mark.parametrize("status", [401, 403, 429, 500, 503])
def test_target_that_takes_nothing_is_paused_longer_each_time(other, status):
    put(3)
    other.status = status

    pauses, at = [], NOW
    for _ in range(4):
        assert send_due(at) == 0
        target = Target.objects.get()
        assert send_due(at) == 0, "paused"
        pauses.append(target.paused_until - at)
        at = target.paused_until
    assert target.failures == 4
    assert str(status) in target.last_error
    assert pauses[3] > pauses[0] >= timedelta(seconds=15)

    other.status = 200
    assert send_due(at) == 3
    assert Target.objects.values("failures", "paused_until", "last_error").get() == {
        "failures": 0,
        "paused_until": None,
        "last_error": "",
    }


def test_target_that_is_away_loses_nothing(other):
    put(1)
    Target.objects.update(endpoint="http://127.0.0.1:9/xapi")

    assert send_due(NOW) == 0
    assert send_due(NOW + timedelta(days=7)) == 0
    Target.objects.update(endpoint=other.url)
    assert send_due(NOW + timedelta(days=8)) == 1


def test_target_without_a_key_file_says_what_to_do(other, settings, tmp_path):
    put(1)
    settings.KEYS_DIR = tmp_path / "elsewhere"

    assert send_due(NOW) == 0
    assert "xapi-other" in Target.objects.get().last_error


def test_command_sets_a_target_and_stops_it(other, capsys):
    call_command("lrs_target", "second", other.url)
    assert "xapi-second" in capsys.readouterr().out
    call_command("lrs_target", "second", other.url, "--stop")

    put(1)

    assert Outbox.objects.count() == 1
