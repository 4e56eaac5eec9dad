"""Platforms with an empty database of their own, for measuring over HTTP."""

import base64
import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from tests.processes import web_command

_ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Platform:
    """An installed platform: what its processes find in their environment."""

    environment: dict[str, str]

    def manage(self, *command: str) -> str:
        """Run a command of ``manage.py`` and return what it prints."""
        done = subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=_ROOT,
            env=os.environ | self.environment,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    def credential(self) -> tuple[str, str]:
        """Make a credential for everything and return its key and secret."""
        printed = self.manage("lrs_credential", "benchmark", "--scope", "all")
        key, secret = re.findall(r"(?:key|secret): +(\S+)", printed)[:2]
        return key, secret

    def count(self, model: str = "Statement") -> int:
        """Return how many rows its database holds, asked past the server."""
        script = f"from elearning.lrs.models import *; print({model}.objects.count())"
        return int(self.manage("shell", "--no-imports", "-c", script).split()[-1])

    @contextmanager
    def served(self, workers: int) -> Iterator[int]:
        """Run its web processes and give their port."""
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        process = subprocess.Popen(
            web_command(port, workers=workers, threads=2),
            cwd=_ROOT,
            env=os.environ | self.environment,
            start_new_session=True,
        )
        try:
            _wait_for(port)
            yield port
        finally:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


class Client:
    """Somebody who speaks with a store on a connection that stays open."""

    def __init__(self, port: int, key: str, secret: str) -> None:
        token = base64.b64encode(f"{key}:{secret}".encode()).decode()
        self._headers = {
            "Authorization": f"Basic {token}",
            "X-Experience-API-Version": "1.0.3",
            "Content-Type": "application/json",
        }
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def send(self, method: str, path: str, content: object = None) -> int:
        """Send one request, read the answer and return its status."""
        body = None if content is None else json.dumps(content).encode()
        self._connection.request(method, f"/xapi/{path}", body, self._headers)
        response = self._connection.getresponse()
        response.read()
        return response.status


@contextmanager
def installed(folder: Path) -> Iterator[Platform]:
    """Lend a platform on an empty database of the configured kind.

    That is the server of ``TEST_DATABASE_URL``, else SQLite in ``folder``.
    """
    (folder / "static").mkdir(parents=True, exist_ok=True)
    with _database(folder.name) as database:
        settings = {
            "DJANGO_SETTINGS_MODULE": "elearning.settings.production",
            "VAR_DIR": str(folder),
            "BASE_URL": "http://127.0.0.1",
        }
        platform = Platform(settings | database)
        platform.manage("migrate", "--verbosity", "0")
        yield platform


def kind() -> str:
    """Name the kind of database that is measured."""
    return "PostgreSQL" if os.environ.get("TEST_DATABASE_URL") else "SQLite"


@contextmanager
def _database(purpose: str) -> Iterator[dict[str, str]]:
    address = os.environ.get("TEST_DATABASE_URL")
    if not address:
        yield {}
        return
    server = address.rpartition("/")[0]
    name = f"bench_{purpose}_{os.getpid()}"
    control = f"{server.replace('postgres://', 'postgresql://')}/postgres"
    with psycopg.connect(control, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        try:
            yield {"DATABASE_URL": f"{server}/{name}"}
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _wait_for(port: int) -> None:
    for _attempt in range(240):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.25)
        else:
            return
    raise TimeoutError(port)
