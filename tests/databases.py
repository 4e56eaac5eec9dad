"""The databases that tests run on: found, migrated once a run, copied for who needs one.

Migrating takes as long as hundreds of tests. So one worker of a run migrates a database
that no test touches, and whoever needs one gets a copy of it: each worker, and each
server that a test runs. What was migrated is kept: the next run
begins with it, until a migration or a package that is there already changes.

Run as a module, this prints the address of a PostgreSQL to test on, or nothing; with
``keep``, it migrates what the next runs on the database of the settings begin with.
"""

import fcntl
import functools
import hashlib
import itertools
import os
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

import django
import psycopg
import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection

LOCAL = "postgres://postgres@127.0.0.1:5432/elearning"
_RUN = "TEST_RUN"
_KEPT = "kept"
_dropping = ThreadPoolExecutor(1)  # its work is done before the process ends
_asides = itertools.count(1)


def reachable() -> str:
    """Return the address to test on, the environment's before the local one."""
    address = os.environ.get("TEST_DATABASE_URL", "")
    if address:
        return address
    try:
        _connected(LOCAL).close()
    except psycopg.OperationalError:
        return ""
    return LOCAL


# --- For a run ------------------------------------------------------------------------


def claim():
    """Number this run, so that its databases are no other's that runs at the same time.

    The number is taken as long as the returned file is open; the workers inherit it.
    """
    for number in itertools.count(1):
        os.environ[_RUN] = f"run{number}"
        name = quote(_migrated(), safe="").replace("%", "_")
        file = (Path(tempfile.gettempdir()) / f"{name}.lock").open("w")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
        else:
            break
    return file


def keep() -> None:
    """Migrate what later runs copy, unless it is kept already.

    Migrating takes one core: `make test` does so for both databases at the same time.
    """
    if _server().exists(_kept()):
        return
    django.setup()
    with claim():
        _migrate(_migrated(), keep=False)
        forget_run()


def migrate_once(folder: Path, *, keep: bool) -> None:
    """Migrate the database of this run, unless another worker has done so.

    ``folder`` is what the workers of the run share; ``keep`` goes on from the database
    that an earlier run has left.
    """
    once(folder, "migrated", lambda: _migrate(_migrated(), keep=keep))


def demonstrate_once(folder: Path, fill: Callable[[str], None]) -> str:
    """Have ``fill`` fill a database with the demonstration, unless another worker has.

    It is given the address of a migrated database. Returns the name of what is to be copied.
    """
    name = _named("demonstration")

    def make():
        _server().remove(name)
        _server().copy(_migrated(), name)
        fill(url(name))

    once(folder, "demonstrated", make)
    return name


def leave(address: str, folder: Path, to: Path) -> None:
    """Copy an installation on SQLite, its ``folder`` and its database, to where none is."""
    name = address.removeprefix("sqlite:///")
    if name != address and not to.exists():
        shutil.copytree(folder, to)
        _Files().copy(name, str(to / "db.sqlite3"))


def once(folder: Path, what: str, make: Callable[[], None]) -> None:
    """Call ``make`` unless a worker of this run has; ``folder`` is what they share."""
    done = folder / what
    with (folder / f"{what}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            make()
            done.touch()


def forget_run() -> None:
    """Remove the databases of this run; nobody copies them any more."""
    for name in (_migrated(), _named("demonstration")):
        _server().remove(name)


def use(name: str) -> None:
    """Let Django speak with this database from now on."""
    connection.close()
    connection.settings_dict["NAME"] = name


def _migrate(name, *, keep):
    server, kept = _server(), _kept()
    if not keep:
        server.remove(name)
    if not server.exists(name) and (begun := _begun()):
        server.copy(begun, name)
    server.create(name)
    use(name)
    with _swapped_models_remembered():
        call_command("migrate", verbosity=0)
    _note_files()
    use(name)  # and leave it: what somebody is connected to cannot be copied
    if not server.exists(kept):
        server.forget(server.name([_KEPT, ""]))
        with suppress(psycopg.errors.DuplicateDatabase):  # another run was first
            server.copy(name, kept)
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE kept_files")
    use(name)


def _begun():
    """Return the kept database to go on from, as an installation does that is updated.

    It is today's; else one of before of which no migration and no package has changed, so
    that only new migrations are left to be done.
    """
    if _server().exists(_kept()):
        return _kept()
    for name in _server().listed(_server().name([_KEPT, ""])):
        noted = _noted(name)
        if noted and noted.items() <= _files().items():
            return name
    return None


def _noted(name):
    """Return what that database is migrated by; nothing where that was not written down."""
    use(name)
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT path, digest FROM kept_files")
            return dict(cursor.fetchall())
    except DatabaseError:
        return {}
    finally:
        connection.close()


def _note_files():
    """Write into the database what it is migrated by, for whoever goes on from it."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS kept_files")
        cursor.execute("CREATE TABLE kept_files (path text, digest text)")
        cursor.executemany("INSERT INTO kept_files VALUES (%s, %s)", _files().items())


@contextmanager
def _swapped_models_remembered():
    """Have Django look only once which setting swaps a model; no migration changes that.

    Every state of every migration asks it for each relation of each model, and empties
    what was remembered: a tenth of the time of migrating from nothing.
    """
    once_each = functools.cache(apps.get_swappable_settings_name)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(apps, "get_swappable_settings_name", once_each)
        yield


def _kept():
    return _server().name([_KEPT, _mark()])


def _mark():
    """Return what names the migrations there are, and the packages that bring others."""
    found = hashlib.sha256()
    for path, digest in sorted(_files().items()):
        found.update(f"{path}\n{digest}\n".encode())
    return found.hexdigest()[:12]


@functools.cache
def _files():
    """Return the migrations there are, and the lists of packages: path to digest."""
    root = Path(__file__).parent.parent
    files = [
        *(
            path
            for name in ("content", "courses", "elearning")
            for path in root.glob(f"{name}/**/migrations/*.py")
        ),
        *root.glob("requirements/*.txt"),
    ]
    return {
        str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
    }


# --- For who needs one ----------------------------------------------------------------


@contextmanager
def copied(purpose: str, *, of: str = ""):
    """Lend this worker a copy of the migrated database, or of another, and give its name."""
    name = _named(os.environ.get("PYTEST_XDIST_WORKER", "main"), purpose)
    renew(name, of=of)
    try:
        yield name
    finally:
        _server().remove(name)


def renew(name: str, *, of: str = "") -> None:
    """Make that database another copy of the migrated one, or of another; nobody may use it."""
    _server().set_aside(name)
    _server().copy(of or _migrated(), name)


def url(name: str) -> str:
    """Return the address of a database, as settings take it."""
    return _server().url(name)


def _migrated():
    return _named()


def _named(*words):
    """Name a database of this run: ``test_elearning_run1_gw0_store``."""
    return _server().name([os.environ[_RUN], *words])


# --- On either server -----------------------------------------------------------------


class _Files:
    """Databases of SQLite: files side by side."""

    def name(self, words):
        first = settings.DATABASES["default"]["TEST"]["NAME"]
        return str(first.with_stem("_".join([first.stem, *words])))

    def url(self, name):
        return f"sqlite:///{name}"

    def create(self, name):
        """Do nothing: who opens a file makes it."""

    def exists(self, name):
        return Path(name).exists()

    def copy(self, name, to):
        """Copy a database whole: nobody finds a half of it, or may read it but its owner."""
        made = f"{to}.{os.getpid()}"
        Path(made).touch(mode=0o600)
        with (
            closing(sqlite3.connect(name)) as whole,
            closing(sqlite3.connect(made)) as new,
        ):
            whole.backup(new)
        Path(made).replace(to)

    def listed(self, start):
        """Return the databases whose names begin like this."""
        start = Path(start)
        return [str(path) for path in start.parent.glob(f"{start.stem}*{start.suffix}")]

    def forget(self, start):
        """Remove the databases whose names begin like this."""
        for path in Path(start).parent.glob(f"{Path(start).name.split('.')[0]}*"):
            path.unlink(missing_ok=True)

    def set_aside(self, name):
        """Make room for another database of this name."""
        self.remove(name)

    def remove(self, name):
        for ending in ("", "-wal", "-shm"):
            Path(f"{name}{ending}").unlink(missing_ok=True)


class _Server:
    """Databases of the PostgreSQL that the environment names."""

    def name(self, words):
        return "_".join([settings.DATABASES["default"]["TEST"]["NAME"], *words])

    def url(self, name):
        return f"{os.environ['TEST_DATABASE_URL'].rpartition('/')[0]}/{name}"

    def create(self, name):
        with suppress(psycopg.errors.DuplicateDatabase):
            self._do(f'CREATE DATABASE "{name}"')
        self._hurry(name)

    def exists(self, name):
        with _connected(os.environ["TEST_DATABASE_URL"]) as server:
            rows = server.execute("SELECT FROM pg_database WHERE datname = %s", [name])
            return bool(rows.rowcount)

    def listed(self, start):
        """Return the databases whose names begin like this."""
        with _connected(os.environ["TEST_DATABASE_URL"]) as server:
            rows = server.execute("SELECT datname FROM pg_database").fetchall()
        return [name for (name,) in rows if name.startswith(start)]

    def forget(self, start):
        """Remove the databases whose names begin like this."""
        for name in self.listed(start):
            self.remove(name)

    def copy(self, name, to):
        self._do(f'CREATE DATABASE "{to}" TEMPLATE "{name}"')
        self._hurry(to)

    def set_aside(self, name):
        """Make room for another database of this name; the old one is dropped meanwhile.

        Before it drops one, the server writes down all that it has in memory: nobody is
        to wait for that.
        """
        if not self.exists(name):
            return
        aside = f"{name}_aside{next(_asides)}"
        self.remove(aside)  # of a run that was killed
        with _connected(os.environ["TEST_DATABASE_URL"]) as server:
            server.execute(
                "SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity"
                " WHERE datname = %s AND backend_type = 'client backend'",
                [name],
            )
            server.execute(f'ALTER DATABASE "{name}" RENAME TO "{aside}"')
        _dropping.submit(self.remove, aside)

    def remove(self, name):
        self._do(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def _hurry(self, name):
        """Let nobody wait for the disk there: no test cuts the power."""
        self._do(f'ALTER DATABASE "{name}" SET synchronous_commit = off')

    def _do(self, statement):
        with _connected(os.environ["TEST_DATABASE_URL"]) as server:
            server.execute(statement)


def _server():
    return _Files() if connection.vendor == "sqlite" else _Server()


def _connected(address):
    """Connect to the server of this address, outside of any transaction."""
    server = address.rpartition("/")[0]
    return psycopg.connect(f"{server}/postgres", autocommit=True, connect_timeout=30)


if __name__ == "__main__":
    if sys.argv[1:] == ["keep"]:
        keep()
    else:
        print(reachable())
