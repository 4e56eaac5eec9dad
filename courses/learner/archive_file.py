"""An archive as one file to download: a page for people, and JSON for other systems."""

import json
import zipfile
from datetime import datetime
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from courses.learner.archive_page import render_archive_page

#: The size in bytes held in memory; larger files go to a private temporary file.
_IN_MEMORY = 2 * 1024 * 1024


def pack_archive(archive: dict[str, Any], *, at: datetime) -> IO[bytes]:
    """Return ``archive`` from ``build_learner_archive`` as an open ZIP file at its start.

    The names of its files contain no names of people, and so reveal none in a download
    list.
    """
    texts = {
        "my-data.html": render_archive_page(archive, at=at),
        "my-data.json": json.dumps(
            archive, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2
        ),
    }
    file: IO[bytes] = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 — returned open
    made = timezone.localtime(at).timetuple()[:6]
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, text in texts.items():
            entry = zipfile.ZipInfo(name, made)
            entry.compress_type = zipfile.ZIP_DEFLATED
            pack.writestr(entry, text)
    file.seek(0)
    return file
