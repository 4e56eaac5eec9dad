"""The files of papers, in a storage of their own that no page serves."""

import hashlib

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages

from courses.certificates.models import Sheet

#: The storage in settings: a folder in VAR_DIR, or whatever an installation puts there.
ALIAS = "papers"


class PdfLostError(Exception):
    """The storage has no file of this paper any more."""


class PdfAlteredError(Exception):
    """The file is not the one that was kept."""


def read_stored_pdf(sheet: Sheet) -> bytes:
    """Return the file of ``sheet``, byte for byte as it was kept.

    Raises ``PdfLostError`` where there is none, and ``PdfAlteredError`` where it is another.
    """
    try:
        with _papers().open(sheet.name, "rb") as file:
            data: bytes = file.read(sheet.size + 1)
    except OSError as error:
        raise PdfLostError(sheet.name) from error
    if compute_pdf_digest(data) != sheet.digest:
        raise PdfAlteredError(sheet.name)
    return data


def write_stored_pdf(sheet: Sheet, data: bytes) -> None:
    """Keep ``data`` as the file of ``sheet``, in the place of whatever lies there."""
    remove_stored_pdf(sheet)
    kept = _papers().save(sheet.name, ContentFile(data))
    if kept != sheet.name:  # somebody kept the same bytes at this very moment
        _papers().delete(kept)


def remove_stored_pdf(sheet: Sheet) -> None:
    """Take the file of ``sheet`` out of the storage; where none is, nothing happens."""
    _papers().delete(sheet.name)


def compute_pdf_digest(data: bytes) -> str:
    """Return the SHA-256 of ``data``, as hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def _papers() -> Storage:
    return storages[ALIAS]
