"""Another store on this machine, that answers as told: for tests of sending on."""

import json
from contextlib import contextmanager
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit

from elearning.lrs.models import Target


class Store(ThreadingHTTPServer):
    """Keeps what it takes, refuses ``poison``, answers ``status`` to all the rest.

    ``asked`` lists the requests: method, path, version; ``hidden`` ids are found as voided
    statements only; ``answer`` replaces what it says to a batch; ``on_batch`` is called
    with a batch before it is looked at; ``hangs_up`` after each answer, unannounced.
    """

    daemon_threads = True

    def __init__(self):
        self.kept, self.poison, self.hidden, self.status = {}, set(), set(), 200
        self.versions, self.asked, self.signatures = ["1.0.0", "1.0.3"], [], set()
        self.batches, self.connections, self.hangs_up = [], 0, False
        self.answer, self.on_batch = None, None
        super().__init__(("127.0.0.1", 0), Handler)

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}/xapi/"

    def get_request(self):
        self.connections += 1
        return super().get_request()


class Handler(BaseHTTPRequestHandler):
    """Answers like a Learning Record Store."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.note()
        self.server.batches.append((self.headers, body))
        batch = _statements(self.headers, body)
        if self.server.on_batch:
            self.server.on_batch(batch)
        if self.server.status != 200:
            return self.answer(self.server.status, b"no")
        ids = [item["id"] for item in batch]
        if self.server.poison & set(ids):
            return self.answer(400, "Жарамсыз".encode())
        if self.server.answer is not None:
            return self.answer(200, self.server.answer)
        if self.server.kept.keys() & set(ids):
            return self.answer(409, b"conflict")
        self.server.kept |= {item["id"]: item for item in batch}
        return self.answer(200, json.dumps(ids).encode())

    def do_GET(self):
        self.note()
        url = urlsplit(self.path)
        if url.path.endswith("/about"):
            about = {"version": self.server.versions}
            return self.answer(200, json.dumps(about).encode())
        ((name, (uuid,)),) = parse_qs(url.query).items()
        is_hidden = uuid in self.server.hidden
        if uuid in self.server.kept and is_hidden == (name == "voidedStatementId"):
            return self.answer(200, json.dumps(self.server.kept[uuid]).encode())
        return self.answer(404, b"")

    def note(self):
        self.server.signatures.add(self.headers["Authorization"])
        version = self.headers["X-Experience-API-Version"]
        self.server.asked.append((self.command, urlsplit(self.path).path, version))

    def answer(self, status, body):
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = self.server.hangs_up

    def log_message(self, *args):
        pass


@contextmanager
def running(name="other"):
    """Run a store that a target of ``name`` sends to."""
    with Store() as server:
        thread = Thread(target=server.serve_forever, args=[0.01])
        thread.start()
        Target.objects.create(name=name, endpoint=server.url)
        yield server
        server.shutdown()
        thread.join()


def _statements(headers, body):
    kind = Message()
    kind["Content-Type"] = headers["Content-Type"]
    if kind.get_content_type() != "multipart/mixed":
        return json.loads(body)
    first = body.split(b"--" + kind.get_boundary().encode())[1]
    return json.loads(first.partition(b"\r\n\r\n")[2])
