"""A relay before another store: it hands requests on, and answers back as it is told."""

import http.client
import math
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock, Thread


class Relay(ThreadingHTTPServer):
    """Stands at a port of its own for the store at ``port`` of this machine.

    It hands back the answers to the next ``answered`` batches. The store takes the batch
    after these as well, and who sent it is told nothing: then ``withheld`` is set, and
    nobody is told anything about a batch until ``answered`` says so.
    """

    daemon_threads = True

    def __init__(self, port):
        self.port = port
        self.answered = math.inf
        self.withheld = Event()
        self._counting = Lock()
        super().__init__(("127.0.0.1", 0), _Handler)

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}/xapi/"

    def is_told(self):
        """Tell whether the answer to one more batch is handed back."""
        with self._counting:
            self.answered -= 1
            return self.answered >= 0


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if answer := self.handed_on(body):
            self.hand_back(*answer) if self.server.is_told() else self.withhold()

    def do_GET(self):
        if answer := self.handed_on(None):
            self.hand_back(*answer)

    def handed_on(self, body):
        """Return what the store answers, its body last; ``None`` where nobody does."""
        talk = http.client.HTTPConnection("127.0.0.1", self.server.port)
        headers = {"Host": f"127.0.0.1:{self.server.port}", "Connection": "close"}
        try:
            talk.request(self.command, self.path, body, {**self.headers, **headers})
            answer = talk.getresponse()
            return answer.status, answer.headers["Content-Type"], answer.read()
        except (OSError, http.client.HTTPException):
            self.close_connection = True
            return None
        finally:
            talk.close()

    def hand_back(self, status, kind, body):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def withhold(self):
        """Say nothing until the other side hangs up, or is no more."""
        self.server.withheld.set()
        self.rfile.read(1)
        self.close_connection = True

    def log_message(self, *args):
        pass


@contextmanager
def relaying(port):
    """Run a relay before the store at ``port``."""
    with Relay(port) as relay:
        thread = Thread(target=relay.serve_forever, args=[0.01])
        thread.start()
        yield relay
        relay.shutdown()
        thread.join()
