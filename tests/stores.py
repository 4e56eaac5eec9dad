"""A Learning Record Store that runs by itself, for tests that speak to it over HTTP."""

import http.client
import json
import os
import select
import signal
import socket
import subprocess
from collections.abc import Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.db import connections, transaction

from tests import databases
from tests.processes import ROOT, web_command
from tests.waiting import PATIENCE, until_it_listens

MOUNTS = {"1.0.3": "/xapi/1.0.3", "2.0.0": "/xapi"}
_COPY = "copy"


@dataclass(frozen=True)
class Answer:
    """What came back: the status, the headers by name in any case, the body."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self):
        return json.loads(self.body)


@dataclass(frozen=True)
class Store:
    """A running store: its address, and what a credential of each scope sends."""

    port: int
    keys: Mapping[str, str]

    def url(self, version):
        return f"http://127.0.0.1:{self.port}{MOUNTS[version]}/"


class Caller:
    """A client of one mount that keeps its connection and says its version."""

    def __init__(self, store, version):
        self.store = store
        self.version = version
        self.mount = MOUNTS[version]
        self.key = store.keys["all"]
        self._connection = http.client.HTTPConnection(
            "127.0.0.1", store.port, timeout=PATIENCE
        )

    def call(self, method, path, /, *, body=b"", headers=None, **parameters):
        """Send one request; ``None`` among the headers takes a usual one away."""
        usual = {
            "X-Experience-API-Version": self.version,
            "Authorization": self.key,
            "Content-Type": "application/json" if body else None,
        }
        sent = {
            name: value
            for name, value in (usual | (headers or {})).items()
            if value is not None
        }
        target = f"{self.mount}/{path}"
        if parameters:
            target += "?" + urlencode({k: written(v) for k, v in parameters.items()})
        return self.send(method, target, _bytes(body), sent)

    def send(self, method, target, body, headers):
        """Send exactly this, on the connection that is open or on a new one."""
        if self._was_left():
            self.close()
        with suppress(BrokenPipeError, ConnectionResetError):  # it may refuse half-way
            self._connection.request(method, target, body or None, headers)
        response = self._connection.getresponse()
        return Answer(response.status, response.headers, response.read())

    def get(self, path, /, **options):
        return self.call("GET", path, **options)

    def put(self, path, body, /, **options):
        return self.call("PUT", path, body=body, **options)

    def post(self, path, body, /, **options):
        return self.call("POST", path, body=body, **options)

    def delete(self, path, /, **options):
        return self.call("DELETE", path, **options)

    def close(self):
        self._connection.close()

    def _was_left(self):
        """Tell whether the server has closed the connection while nobody asked."""
        socket_ = self._connection.sock
        return socket_ and select.select([socket_], [], [], 0)[0]


@pytest.fixture(scope="session")
def store(tmp_path_factory, django_db_setup, django_db_blocker):
    """Run a store on a copy of this worker's empty test database."""
    folder = tmp_path_factory.mktemp("store")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with django_db_blocker.unblock(), databases.copied("store") as name:
        keys = _credentials(name)
        process = _started(folder, port, _environment(folder, name))
        yield Store(port, keys)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def written(value: Any) -> str:
    if isinstance(value, bool | dict | list):
        return json.dumps(value)
    return str(value)


def _bytes(body: Any) -> bytes:
    if isinstance(body, bytes):
        return body
    return body.encode() if isinstance(body, str) else json.dumps(body).encode()


def _started(folder, port, environment):
    """Start granian as an installation does, and wait until it answers."""
    with (folder / "web.log").open("w") as log:
        process = subprocess.Popen(
            web_command(port),
            cwd=ROOT,
            env=os.environ | environment,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    until_it_listens(process, ("127.0.0.1", port), folder / "web.log")
    return process


def _environment(folder, name):
    """Return what the server is told: the database of that name, files in the folder."""
    return {
        "DJANGO_SETTINGS_MODULE": "elearning.settings.test",
        "TEST_DATABASE_URL": databases.url(name),
        "VAR_DIR": str(folder),
        "KEYS_DIR": str(folder / "keys"),
    }


@contextmanager
def _connected(name):
    """Let Django know the database of that name, and no longer than is needed."""
    connections.databases[_COPY] = settings.DATABASES["default"] | {"NAME": name}
    try:
        yield
    finally:
        connections[_COPY].close()
        del connections[_COPY]
        del connections.databases[_COPY]


def _credentials(name):
    """Make a credential for everything and one for each scope, in that database only."""
    from elearning.lrs.access import xapi_credentials
    from elearning.lrs.models import CredentialScope
    from tests.factories.lrs import basic

    keys = {}
    for scope in CredentialScope:
        with transaction.atomic():
            made = xapi_credentials.create_credential("tests", [scope])
            transaction.set_rollback(True)
        made.credential.pk = None
        with _connected(name):
            made.credential.save(using=_COPY, force_insert=True)
        keys[scope.value] = basic(made.credential.key, made.secret)
    return keys
