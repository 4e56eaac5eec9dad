"""How quick the store is over HTTP: four workers, eight clients; measured, not asserted.

    python -m tests.benchmarks.bench_store [--seconds 10] [--statements 100000]

Runs a server on an empty database of the configured kind (``TEST_DATABASE_URL``, else
SQLite in a temporary folder), lets eight clients write over shared activities by one
and by a hundred, counts what arrived against what was accepted, fills the database up to
``--statements`` and asks every question of the specification a hundred times.
"""

import argparse
import base64
import http.client
import json
import os
import re
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode
from uuid import uuid4

import psycopg

from tests.benchmarks import samples

_ROOT = Path(__file__).resolve().parents[2]
_WORKERS = 4
_CLIENTS = 8
_BATCH = 100
_ASKED = 100


def main() -> None:
    """Write, count, fill and ask."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--statements", type=int, default=100_000)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, _database(folder) as environment:
        key = _install(environment)
        with _server(environment) as port:
            _write(port, key, 1, wanted.seconds)
            _write(port, key, _BATCH, wanted.seconds)
            _fill(port, key, wanted.statements)
            _ask(port, key)


def _write(port: int, key: str, size: int, seconds: float) -> None:
    """Let the clients write batches of ``size`` and count what came of it."""
    before = _stored()
    begun = time.perf_counter()
    with ProcessPoolExecutor(_CLIENTS) as clients:
        jobs = [
            clients.submit(write, port, key, client, size, seconds)
            for client in range(_CLIENTS)
        ]
        said = [job.result() for job in jobs]
    took = time.perf_counter() - begun
    accepted = sum(number for number, _refused in said)
    refused = sum(number for _accepted, number in said)
    arrived = _stored() - before
    print(
        f"{accepted / took:9.0f} statements a second by {size}: "
        f"{accepted} accepted, {arrived} stored, {refused} requests refused"
    )


def write(
    port: int, key: str, client: int, size: int, seconds: float
) -> tuple[int, int]:
    """Post batches for some seconds; return statements accepted and requests refused."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    accepted = refused = 0
    number = client * 1_000_003
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        batch = [
            samples.statement(number + place) | {"id": str(uuid4())}
            for place in range(size)
        ]
        number += size
        status, _body = _send(connection, key, "POST", "statements", batch)
        accepted += size if status == http.client.OK else 0
        refused += status != http.client.OK
    return accepted, refused


def _fill(port: int, key: str, wanted: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    missing = wanted - _stored()
    for first in range(0, max(missing, 0), 500):
        batch = [samples.statement(first + place) for place in range(500)]
        _send(connection, key, "POST", "statements", batch)


def _ask(port: int, key: str) -> None:
    """Ask every question again and again and print the 95th percentile."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    print(f"{_stored():9} statements")
    for asked in samples.questions():
        times = []
        for _time in range(_ASKED):
            begun = time.perf_counter()
            status, _body = _send(
                connection, key, "GET", f"statements?{urlencode(asked)}", None
            )
            times.append(time.perf_counter() - begun)
            assert status == http.client.OK
        p95 = statistics.quantiles(times, n=20)[-1] * 1000
        print(f"{p95:9.1f} ms  {', '.join(asked) or 'everything'}")


def _send(connection, key, method, path, content):
    body = json.dumps(content).encode() if content is not None else None
    headers = {
        "Authorization": key,
        "X-Experience-API-Version": "1.0.3",
        "Content-Type": "application/json",
    }
    connection.request(method, f"/xapi/{path}", body, headers)
    response = connection.getresponse()
    return response.status, response.read()


def _stored() -> int:
    """Return how many statements the database holds, asked past the server."""
    counted = _manage(
        "shell",
        "--no-imports",
        "-c",
        "from elearning.lrs.models import Statement; print(Statement.objects.count())",
    )
    return int(counted.split()[-1])


def _manage(*command: str) -> str:
    done = subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=_ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def _install(environment: dict[str, str]) -> str:
    """Make the tables and a credential; return the header that it signs with."""
    os.environ.update(environment)
    _manage("migrate", "--verbosity", "0")
    printed = _manage("lrs_credential", "benchmark", "--scope", "all")
    key, secret = re.findall(r"(?:[Kk]ey|[Ss]ecret)\W+(\S+)", printed)[:2]
    return f"Basic {base64.b64encode(f'{key}:{secret}'.encode()).decode()}"


@contextmanager
def _server(environment: dict[str, str]):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [str(Path(sys.executable).with_name("granian")), "--interface", "wsgi"]
    command += ["--host", "127.0.0.1", "--port", str(port), "--workers", str(_WORKERS)]
    command += ["--blocking-threads", "2", "--log-level", "warning"]
    process = subprocess.Popen(
        [*command, "elearning.wsgi:application"], cwd=_ROOT, start_new_session=True
    )
    try:
        _wait(port)
        yield port
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _wait(port: int) -> None:
    for _attempt in range(240):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.25)
        else:
            return
    raise TimeoutError(port)


@contextmanager
def _database(folder: str):
    """Lend an empty database and print its kind."""
    settings = {
        "DJANGO_SETTINGS_MODULE": "elearning.settings.production",
        "VAR_DIR": folder,
        "BASE_URL": "http://127.0.0.1",
    }
    address = os.environ.get("TEST_DATABASE_URL")
    if not address:
        print("sqlite")
        yield settings
        return
    print("postgresql")
    server = address.rpartition("/")[0]
    name = f"bench_{os.getpid()}"
    control = f"{server.replace('postgres://', 'postgresql://')}/postgres"
    with psycopg.connect(control, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        try:
            yield settings | {"DATABASE_URL": f"{server}/{name}"}
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


if __name__ == "__main__":
    main()
