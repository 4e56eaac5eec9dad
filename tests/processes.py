"""Processes of a platform, run as an installation runs them."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.waiting import PATIENCE, until, until_it_listens, until_nobody_listens

ROOT = Path(__file__).resolve().parents[1]
WORKER = [sys.executable, "manage.py", "work"]


def free_port():
    """Return a port on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]


def program(name):
    """Return the path of a program; leave the test out without it, but never in CI."""
    found = shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin")
    return _or_leave_out(found, f"{name} is missing (Debian: apt install {name})")


def node(module=""):
    """Return the path of node, with which ``module`` can be loaded in ``tests/interop``."""
    found = program("node")
    there = not module or (ROOT / "tests/interop/node_modules" / module).exists()
    return _or_leave_out(there and found, f"{module} is missing: run make interop")


def _or_leave_out(found, reason):
    if not found and not os.environ.get("CI"):
        pytest.skip(reason)
    assert found, reason
    return found


def web_command(
    port, application="elearning.wsgi:application", *, workers=1, threads=4
):
    """Return the command of the web server, as the documentation has it."""
    command = [str(Path(sys.executable).with_name("granian")), "--interface", "wsgi"]
    command += ["--host", "127.0.0.1", "--port", str(port), "--workers", str(workers)]
    command += ["--blocking-threads", str(threads), "--log-level", "warning"]
    command += ["--respawn-failed-workers", "--workers-max-rss", "1024"]
    command += ["--workers-kill-timeout", "60"]
    return [*command, application]


def environment(folder, address, **more):
    """Return the environment of an installation in ``folder``, on the database ``address``."""
    return (
        os.environ
        | {
            "DJANGO_SETTINGS_MODULE": "elearning.settings.production",
            "DATABASE_URL": address,
            "VAR_DIR": str(folder),
            "BASE_URL": "http://localhost:8000",
            "LRS_TARGETS": "http://127.0.0.1,http://localhost",
        }
        | more
    )


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

    @property
    def pid(self):
        return self._running.pid

    def kill(self):
        if self._running and self._running.poll() is None:
            os.killpg(self._running.pid, signal.SIGKILL)
            self._running.wait()

    def until(self, claim):
        """Wait until ``claim()`` is true, as long as the process runs."""

        def holds():
            assert self._running.poll() is None, self.log.read_text()
            return claim()

        return until(holds, every=0.02, told=self.log.read_text)


class Server(Process):
    """A process that listens on a port of its own."""

    def __init__(self, port, command, environment, log):
        super().__init__(command, environment, log)
        self.port = port

    def start(self):
        super().start()
        until_it_listens(self._running, ("127.0.0.1", self.port), self.log)
        return self

    def kill(self):
        super().kill()
        until_nobody_listens(("127.0.0.1", self.port))


class Web(Server):
    """The web server of a platform."""

    def __init__(self, folder, environment, *, workers=1):
        port = free_port()
        command = web_command(port, workers=workers)
        super().__init__(port, command, environment, folder / "web.log")

    def status(self, path, **headers):
        """Return the status of an answer, or 0 where nobody answers."""
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}")
        for name, value in headers.items():
            request.add_header(name, value)
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            with error:
                return error.code
        except OSError:
            return 0
