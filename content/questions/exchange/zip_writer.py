"""Reproducible ZIP files: the same content gives the same bytes."""

import io
from collections.abc import Mapping
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_MADE = (1980, 1, 1, 0, 0, 0)


def build_zip(files: Mapping[str, bytes]) -> bytes:
    """Return a ZIP of ``files``, given by name."""
    file = io.BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(ZipInfo(name, _MADE), content, ZIP_DEFLATED)
    return file.getvalue()
