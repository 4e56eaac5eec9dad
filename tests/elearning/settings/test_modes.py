"""What the platform writes is for its own account alone, and a folder open to others is named."""

import shutil
import subprocess
import sys

import pytest
from django.conf import settings as configured
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage

from elearning.installation.checks import check_file_modes
from tests.processes import ROOT, environment

_ENTRIES = {
    "manage.py": ["manage.py", "shell", "-c", "import os; print(oct(os.umask(0)))"],
    "wsgi": ["-c", "import os, elearning.wsgi; print(oct(os.umask(0)))"],
}


@pytest.mark.parametrize("entry", _ENTRIES)
def test_nobody_else_reads_what_the_platform_writes(tmp_path, entry):
    database = f"sqlite:///{tmp_path / 'db.sqlite3'}"

    done = subprocess.run(
        [sys.executable, *_ENTRIES[entry]],
        cwd=ROOT,
        env=environment(tmp_path / "var", database),
        capture_output=True,
        text=True,
        umask=0o022,
        check=False,
    )

    assert done.stdout.splitlines()[-1:] == ["0o77"], done.stderr
    written = [path for path in (tmp_path / "var").rglob("*") if path.is_file()]
    assert written
    assert {path.stat().st_mode & 0o077 for path in written} == {0}


def test_upload_is_for_the_platform_alone(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    storage = FileSystemStorage()

    path = tmp_path / storage.save("documents/a.pdf", ContentFile(b"%PDF-"))

    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert configured.FILE_UPLOAD_PERMISSIONS == 0o600


@pytest.fixture
def installation(settings, tmp_path, monkeypatch):
    """An installation whose folders and files are for its own account alone."""
    var = settings.VAR_DIR = tmp_path / "var"
    settings.KEYS_DIR, settings.EXPORTS_DIR = tmp_path / "keys", var / "exports"
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.AUDIT_CHECKPOINTS = tmp_path / "checkpoints.jsonl"
    stored = {
        name: {"OPTIONS": {"location": tmp_path / name}} for name in ("scans", "papers")
    }
    settings.STORAGES = settings.STORAGES | stored
    database = {"ENGINE": "django.db.backends.sqlite3", "NAME": tmp_path / "db.sqlite3"}
    monkeypatch.setitem(settings.DATABASES, "default", database)
    for name in ("keys", "var", "var/exports", "media", "scans", "papers"):
        (tmp_path / name).mkdir(mode=0o700)
    for name in ("db.sqlite3", "db.sqlite3-wal", "checkpoints.jsonl"):
        (tmp_path / name).touch(mode=0o600)
    return tmp_path


def named(installation):
    """What the check says others may read, by its place in the installation."""
    return {
        path.relative_to(installation).as_posix()
        for path in installation.rglob("*")
        if any(f" {path}, " in one.msg for one in check_file_modes(None))
    }


@pytest.mark.parametrize(
    ("modes", "found"),
    [
        ({}, []),
        ({"var": 0o710, "media": 0o2750}, []),
        ({"var": 0o750}, []),
        ({"var": 0o755}, ["var"]),
        ({"var": 0o701}, ["var"]),
        ({"var": 0o770}, ["var"]),
        ({"keys": 0o750}, ["keys"]),
        ({"var": 0o777, "keys": 0o777}, ["var", "keys"]),
        ({"media": 0o755}, ["media"]),
        ({"scans": 0o750, "papers": 0o711}, ["scans", "papers"]),
        ({"var/exports": 0o705}, ["var/exports"]),
        ({"db.sqlite3": 0o640}, ["db.sqlite3"]),
        ({"db.sqlite3-wal": 0o604}, ["db.sqlite3-wal"]),
        ({"checkpoints.jsonl": 0o644}, ["checkpoints.jsonl"]),
    ],
    ids=str,
)
def test_what_others_may_enter_or_read_is_named(installation, modes, found):
    for name, mode in modes.items():
        (installation / name).chmod(mode)

    assert named(installation) == set(found)
    assert {one.id for one in check_file_modes(None)} <= {"installation.E003"}


def test_place_that_is_not_there_yet_is_no_fault(installation):
    shutil.rmtree(installation)

    assert check_file_modes(None) == []
