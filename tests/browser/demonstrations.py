"""A demonstration of its own for commands that look at pages: installed as `make demo` does."""

import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.browser.conftest import Platform

_STEPS = (
    ("compile_catalogues",),
    ("collectstatic", "--no-input", "--verbosity", "0"),
    ("demo",),
)


@contextmanager
def demonstration(kept: Path | None = None) -> Iterator[Platform]:
    """Lend an installed platform that is not started yet; it is ended afterwards.

    It stands in an empty folder and in the database of ``DATABASE_URL``, else in SQLite.
    A ``kept`` folder stays, and whoever comes back to it finds the demonstration there;
    its migrations and static files are those of today. Otherwise, on SQLite, a copy of what
    tests have left in the folder of ``DEMONSTRATION`` is gone on from, if they have.
    """
    with tempfile.TemporaryDirectory() as folder, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        where = (kept or Path(folder)).resolve()
        free.close()
        if not kept and "DATABASE_URL" not in os.environ:
            _copy_prepared(where)
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "elearning.settings.production",
            "VAR_DIR": str(where),
            "BASE_URL": f"http://localhost:{port}",
            "XAPI_BASE_IRI": "http://localhost",
            "LRS_TARGETS": "https://store.example",
        }
        platform = Platform(where, port, environment)
        for step in _STEPS:
            platform.manage(*step)
        try:
            yield platform
        finally:
            platform.kill()


def _copy_prepared(where: Path) -> None:
    with suppress(KeyError, FileNotFoundError):
        shutil.copytree(os.environ["DEMONSTRATION"], where, dirs_exist_ok=True)
