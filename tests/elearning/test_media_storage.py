"""Uploaded files belong to the group of their folder, which a proxy may have."""

import os
import shutil
import stat
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import (
    SimpleUploadedFile,
    TemporaryUploadedFile,
)

pytestmark = pytest.mark.skipif(
    os.geteuid() != 0, reason="only root gives a folder to a group of others"
)
PLATFORM, PROXY = 65534, 33


@pytest.fixture
def media(settings):
    """A folder of the platform's account with a group that this account is not in."""
    top = Path(tempfile.mkdtemp(prefix="media-"))  # of pytest's own none else may enter
    top.chmod(0o755)
    folder = top / "media"
    folder.mkdir()
    os.chown(folder, PLATFORM, PROXY)
    folder.chmod(0o2750)
    settings.MEDIA_ROOT = folder
    settings.FILE_UPLOAD_PERMISSIONS = 0o640
    settings.FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o750
    yield folder
    shutil.rmtree(top)


@contextmanager
def platform():
    """Act as an account that may give no file to a group it is not in."""
    groups, umask = os.getgroups(), os.umask(0o077)
    os.setgroups([])
    os.setegid(PLATFORM)
    os.seteuid(PLATFORM)
    try:
        yield
    finally:
        os.seteuid(0)
        os.setegid(0)
        os.setgroups(groups)
        os.umask(umask)


def large(name):
    upload = TemporaryUploadedFile(name, "video/mp4", 4, None)
    upload.write(b"film")
    upload.seek(0)
    return upload


@pytest.mark.parametrize(
    "make", [large, lambda name: SimpleUploadedFile(name, b"film")]
)
def test_no_upload_is_closed_to_the_group_of_its_folder(media, make):
    with platform():
        upload = make("film.mp4")
        name = storages["default"].save("documents/film.mp4", upload)
        upload.close()

    facts = (media / name).stat()
    assert (facts.st_gid, stat.S_IMODE(facts.st_mode)) == (PROXY, 0o640)
    assert (media / name).read_bytes() == b"film"
    assert stat.S_IMODE((media / "documents").stat().st_mode) == 0o2750


def test_large_upload_is_moved_where_the_group_is_the_same(media):
    os.chown(media, PLATFORM, PLATFORM)
    media.chmod(0o750)
    with platform():
        upload = large("film.mp4")
        before = Path(upload.temporary_file_path())
        number = before.stat().st_ino
        name = storages["default"].save("documents/film.mp4", upload)

    assert not before.exists()
    assert (media / name).read_bytes() == b"film"
    assert (media / name).stat().st_ino == number
