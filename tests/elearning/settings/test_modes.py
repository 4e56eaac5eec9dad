"""What the platform writes is for its own account alone, and a folder open to others is named."""

import subprocess
import sys

import pytest
from django.conf import settings as configured
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage

from elearning.installation.checks import check_modes
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


@pytest.mark.parametrize(
    ("var", "keys", "found"),
    [
        (0o700, 0o700, 0),
        (0o710, 0o700, 0),
        (0o750, 0o700, 0),
        (0o755, 0o700, 1),
        (0o701, 0o700, 1),
        (0o770, 0o700, 1),
        (0o700, 0o750, 1),
        (0o777, 0o777, 2),
    ],
)
def test_folder_that_others_may_enter_is_named(settings, tmp_path, var, keys, found):
    settings.VAR_DIR, settings.KEYS_DIR = tmp_path / "var", tmp_path / "keys"
    settings.VAR_DIR.mkdir()
    settings.KEYS_DIR.mkdir()
    settings.VAR_DIR.chmod(var)
    settings.KEYS_DIR.chmod(keys)

    assert [one.id for one in check_modes(None)] == ["installation.E003"] * found


def test_folder_that_is_not_there_yet_is_no_fault(settings, tmp_path):
    settings.VAR_DIR = settings.KEYS_DIR = tmp_path / "none"

    assert check_modes(None) == []
