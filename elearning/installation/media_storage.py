"""Uploaded files on disk, in folders that may belong to the group of a proxy."""

import subprocess
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.files.storage import FileSystemStorage

#: Permissions of group and others.
_OTHERS = 0o077


class MediaStorage(FileSystemStorage):
    """Files and folders that belong to the group of their parent folder.

    The platform’s account may not be in the group of the proxy, and then cannot assign
    it; a folder with the set-group-ID bit assigns its group to new files. New folders
    therefore keep that bit, and a large upload is copied, because a moved file would
    keep its old group.
    """

    def _save(self, name: str, content: Any) -> str:
        self._make_folders(Path(self.path(name)).parent)
        if hasattr(content, "temporary_file_path") and not self._has_group_of(content):
            content = File(content.file, name)
        saved: str = super()._save(name, content)  # type: ignore[misc]  # not in its stubs
        return saved

    def _make_folders(self, folder: Path) -> None:
        """Create missing folders in another process, which has its own umask.

        ``chmod`` clears the bit if the account is not in the group, and the umask of
        this process is shared by all its threads.
        """
        mode = self.directory_permissions_mode
        if mode is not None and mode & _OTHERS and not folder.exists():
            command = ["mkdir", "-p", "--", str(folder)]
            subprocess.run(command, umask=0o777 & ~mode, check=True)  # noqa: S603 — no shell

    def _has_group_of(self, upload: Any) -> bool:
        group = Path(upload.temporary_file_path()).stat().st_gid
        folder = Path(self.location)
        return not folder.exists() or folder.stat().st_gid == group
