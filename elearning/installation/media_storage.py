"""Uploaded files on the disk, in folders that may belong to the group of a proxy."""

import subprocess
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.files.storage import FileSystemStorage

#: Permissions of anybody but the account itself.
_OTHERS = 0o077


class MediaStorage(FileSystemStorage):
    """Files and folders that belong to the group of the folder they are in.

    The account of the platform need not be in the group of the proxy, and then can give
    that group nothing: what is made in a folder with the set-group-ID bit has its group by
    itself. So that bit is not taken from new folders, and a large upload, which was written
    elsewhere and would keep its group if it was moved, is copied.
    """

    def _save(self, name: str, content: Any) -> str:
        self._make_folders(Path(self.path(name)).parent)
        if hasattr(content, "temporary_file_path") and not self._has_group_of(content):
            content = File(content.file, name)
        saved: str = super()._save(name, content)  # type: ignore[misc]  # not in its stubs
        return saved

    def _make_folders(self, folder: Path) -> None:
        """Make what is missing of ``folder``; another process has a umask of its own.

        ``chmod`` takes the bit away where the group is not one of the account's, and the
        umask of this process is that of all its threads.
        """
        mode = self.directory_permissions_mode
        if mode is not None and mode & _OTHERS and not folder.exists():
            command = ["mkdir", "-p", "--", str(folder)]
            subprocess.run(command, umask=0o777 & ~mode, check=True)  # noqa: S603 — no shell

    def _has_group_of(self, upload: Any) -> bool:
        group = Path(upload.temporary_file_path()).stat().st_gid
        folder = Path(self.location)
        return not folder.exists() or folder.stat().st_gid == group
