"""An installation as its operators run it: what is killed comes back, what is promised works."""

import os
import re
import signal
import subprocess
import sys

import pytest
import redis
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from courses.certificates import numbering
from tests import databases
from tests.courses.certificates.verification.addresses import address
from tests.processes import ROOT, Server, Web, environment, free_port, program

pytestmark = [pytest.mark.slow, pytest.mark.database_vendor]

#: So many codes that no certificate has may be tried from one address.
MISSES = 20
_COMMAND = re.compile(r"granian --interface.*?elearning\.wsgi:application", re.DOTALL)
_POOLER = """
[databases]
* = {server}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = 2
"""
_WORK_AND_VERIFY = """
from django.core.management import call_command
call_command("work", once=True)
call_command("audit_verify")
"""


@pytest.fixture
def installed(tmp_path, transactional_db):
    """Return the environment of an installation on the database of the test."""
    call_command(
        "createcachetable", "cache", "cache_files"
    )  # tests have no such tables
    name = databases.url(connection.settings_dict["NAME"])
    return lambda **more: environment(tmp_path, name, **more)


@pytest.fixture
def running():
    """Start processes, and kill them after the test."""
    started = []

    def start(process):
        started.append(process)
        return process.start()

    yield start
    for process in reversed(started):
        process.kill()


def manage(environment, *command):
    """Run a management command, which succeeds, and return what it prints."""
    done = subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def children(process):
    """Return the processes that this one has started."""
    found = subprocess.run(
        [program("pgrep"), "-P", str(process.pid)],
        capture_output=True,
        text=True,
        check=False,
    )
    return set(map(int, found.stdout.split()))


def test_site_answers_again_after_a_web_process_was_killed(
    installed, running, tmp_path
):
    web = running(Web(tmp_path, installed(), workers=2))
    assert web.until(lambda: web.status("/health/")) == 200
    web.until(lambda: len(children(web)) == 2)
    killed = children(web).pop()

    os.kill(killed, signal.SIGKILL)

    web.until(lambda: len(children(web) - {killed}) == 2)
    assert web.until(lambda: web.status("/health/")) == 200


def test_every_documented_command_brings_lost_web_processes_back():
    files = [ROOT / "Makefile", ROOT / "README.md", *ROOT.glob("docs/*.md")]
    found = [one for file in files for one in _COMMAND.findall(file.read_text("utf-8"))]

    assert len(found) >= 2
    assert [one for one in found if "--respawn-failed-workers" not in one] == []


def test_redis_counts_for_all_processes(installed, running, tmp_path):
    port = free_port()
    command = [program("redis-server"), "--port", str(port), "--bind", "127.0.0.1"]
    command += ["--save", "", "--appendonly", "no", "--dir", str(tmp_path)]
    running(Server(port, command, dict(os.environ), tmp_path / "redis.log"))
    url = f"redis://127.0.0.1:{port}/9"
    web = running(Web(tmp_path, installed(REDIS_URL=url), workers=2))
    assert web.until(lambda: web.status("/health/")) == 200

    guesses = [
        web.status(address(numbering.new_code()), Accept="application/json")
        for _try in range(MISSES + 2)
    ]
    said = manage(installed(REDIS_URL=url), "work", "--once")

    assert guesses == [404] * MISSES + [429] * 2
    assert "failed" not in said
    with redis.Redis.from_url(url) as kept:
        names = {key.decode().split(":")[0] for key in kept.scan_iter()}
    assert names == {"", "counters"}


@pytest.mark.skipif(
    settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"),
    reason="SQLite has no connections to pool",
)
def test_pooler_stands_before_the_database(installed, running, tmp_path):
    port, known = free_port(), connection.settings_dict
    server = " ".join(
        f"{name.lower()}={known[name]}"
        for name in ("HOST", "PORT", "USER", "PASSWORD")
        if known[name]
    )
    (tmp_path / "pooler.ini").write_text(_POOLER.format(port=port, server=server))
    command = [program("pgbouncer"), str(tmp_path / "pooler.ini")]
    if os.getuid() == 0:  # it refuses to run as root
        tmp_path.chmod(0o755)
        command[1:1] = ["--user", "nobody"]
    running(Server(port, command, dict(os.environ), tmp_path / "pooler.log"))
    pooled = installed(
        DATABASE_URL=f"postgres://any@127.0.0.1:{port}/{known['NAME']}",
        DATABASE_POOLED="yes",
    )
    web = running(Web(tmp_path, pooled))
    assert web.until(lambda: web.status("/health/")) == 200

    guess = web.status(address(numbering.new_code()), Accept="application/json")
    said = manage(pooled, "shell", "--no-imports", "--command", _WORK_AND_VERIFY)

    assert guess == 404
    assert "failed" not in said
    assert "The audit trail is intact" in said
