"""A platform of its own for the browser: real server, real worker, starter content."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import sync_playwright

from tests import databases
from tests.browser import chromium, walking
from tests.processes import web_command
from tests.waiting import PATIENCE, until_it_listens, until_nobody_listens

ROOT = Path(__file__).resolve().parents[2]
SIZES = {"phone": {"width": 360, "height": 740}, "desk": {"width": 1280, "height": 900}}
#: Does what `make code` does.
_CODE = """
import io, json
from django.core.management import call_command
said = io.StringIO()
call_command("demo_code", "{role}", stdout=said)
print(json.dumps(said.getvalue().split()[-1]))
"""
#: Forgets what a session was opened for; another test may have said a purpose in it.
_FORGET = """
import json
from importlib import import_module
from django.conf import settings
engine = import_module(settings.SESSION_ENGINE)
session = engine.SessionStore({key!r})
if session.pop("purposes", None):
    session.save()
print(json.dumps(True))
"""


@dataclass
class Platform:
    """A running installation, addressed as its users address it."""

    folder: Path
    port: int
    environment: dict[str, str]
    processes: dict[str, subprocess.Popen] = field(default_factory=dict)

    @property
    def url(self):
        return f"http://localhost:{self.port}"

    def manage(self, *command):
        """Run a management command and return what it prints."""
        done = subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def start(self, application="elearning.wsgi:application", *, workers=1):
        """Start the web server and the worker, and wait until the first answers."""
        self._run("web", web_command(self.port, application, workers=workers))
        self.employ()
        address, log = ("127.0.0.1", self.port), self.folder / "web.log"
        until_it_listens(self.processes["web"], address, log)
        urllib.request.urlopen(f"{self.url}/health/", timeout=PATIENCE).close()

    def employ(self):
        """Start the worker."""
        self._run("worker", [sys.executable, "manage.py", "work"])

    def kill(self):
        """End everything at once, as a power cut does."""
        for process in self.processes.values():
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()  # waits, and closes the pipes of those that have any
        self.processes.clear()
        until_nobody_listens(("127.0.0.1", self.port))

    def accounts(self):
        """Return the demonstration accounts: role to service number and password."""
        return json.loads((self.folder / "demo" / "accounts.json").read_text())

    def code(self, role):
        """Return the present second-step code of a demonstration account."""
        return walking.facts(self, _CODE.format(role=role))

    def _run(self, name, command):
        with (self.folder / f"{name}.log").open("a") as log:
            self.processes[name] = subprocess.Popen(
                command,
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )


@contextmanager
def installed(tmp_path_factory, shared_folder, purpose):
    """Run the platform in a folder of its own, as `make demo` does.

    What `make demo` prepares is prepared once in this run, in a database that is migrated
    already, and copied: with the whole curriculum it takes a minute and more. On SQLite a
    copy is left in the folder of ``DEMONSTRATION``, for the walk.
    """
    prepared = shared_folder / "demonstration"

    def fill(address):
        prepared.mkdir(exist_ok=True)
        installation = _platform(prepared, 0, address)
        installation.manage("collectstatic", "--no-input", "--verbosity", "0")
        installation.manage("demo")
        installation.manage("work", "--once")  # else each copy's worker begins with it
        if left := os.environ.get("DEMONSTRATION"):
            databases.leave(address, prepared, Path(left))

    whole = databases.demonstrate_once(shared_folder, fill)
    folder = tmp_path_factory.mktemp(purpose)
    shutil.copytree(prepared, folder, dirs_exist_ok=True)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with databases.copied(purpose, of=whole) as name:
        installation = _platform(folder, port, databases.url(name))
        installation.start()
        yield installation
        installation.kill()


def _platform(folder, port, database):
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "elearning.settings.production",
        "VAR_DIR": str(folder),
        "BASE_URL": f"http://localhost:{port}",
        "XAPI_BASE_IRI": "http://localhost",  # of what was prepared for any port
        "DATABASE_URL": database,
        "LRS_TARGETS": "http://127.0.0.1,http://localhost",
    }
    return Platform(folder, port, environment)


def own_installation(purpose):
    """Return the fixtures that give a module an installation of its own, and its sessions.

    For walks that count on the demonstration as it was prepared, or leave it too different
    for others: ``platform, _sessions = own_installation("editions")``.
    """

    @pytest.fixture(scope="module")
    def platform(tmp_path_factory, shared_folder, django_db_setup):
        with installed(tmp_path_factory, shared_folder, purpose) as installation:
            yield installation

    @pytest.fixture(scope="module")
    def _sessions():
        return {}

    return platform, _sessions


@pytest.fixture(scope="session")
def platform(tmp_path_factory, shared_folder, django_db_setup):
    """One installation for all tests of this worker."""
    with installed(tmp_path_factory, shared_folder, "platform") as installation:
        yield installation


@pytest.fixture(scope="session")
def playwright():
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(playwright):
    """One Chromium for all tests."""
    one = chromium.launch(playwright)
    yield one
    one.close()


@pytest.fixture
def visit(browser, platform):
    """Open a clean browser window: `visit("phone", "kk")`."""
    contexts = []

    def visit(size="desk", language="kk", **options):
        context = browser.new_context(
            viewport=SIZES[size],
            locale={"kk": "kk-KZ", "ru": "ru-KZ", "en": "en-GB"}[language],
            base_url=platform.url,
            **options,
        )
        context.set_default_timeout(60_000)
        contexts.append(context)
        page = context.new_page()
        page.foreign = []
        page.on(
            "request",
            lambda request: (
                None
                if request.url.startswith((platform.url, "data:", "blob:"))
                else page.foreign.append(request.url)
            ),
        )
        return page

    yield visit
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def _sessions():
    """Cookies by role: a second-step code works once, so one sign-in serves all tests."""
    return {}


@pytest.fixture
def enter(platform, _sessions):
    """Sign in as a demonstration account, second step included, for no purpose yet."""

    def enter(page, role, language="kk"):
        if role in _sessions:
            page.context.add_cookies(_sessions[role])
            (key,) = (
                cookie["value"]
                for cookie in _sessions[role]
                if cookie["name"] == settings.SESSION_COOKIE_NAME
            )
            walking.facts(platform, _FORGET.format(key=key))
        else:
            _knock(page, platform, role, language)
        page.goto(f"/{language}/my/")
        if "/account/login/" in page.url:  # on a slow machine it was idle for too long
            _knock(page, platform, role, language)
        _sessions[role] = page.context.cookies()

    return enter


def _knock(page, platform, role, language):
    account = platform.accounts()[role]
    page.goto(f"/{language}/account/login/")
    page.fill("[name=login]", account["staff_number"])
    page.fill("[name=password]", account["password"])
    walking.press(page.locator("main button[type=submit]"))
    if "/2fa/" in page.url:
        page.fill("[name=code]", platform.code(role))
        page.click("main button[type=submit]")
    page.wait_for_url("**/my/")
