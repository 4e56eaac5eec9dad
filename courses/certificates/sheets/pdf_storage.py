"""Files of certificate PDFs, in a storage of their own that no page serves."""

import hashlib

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages

from courses.certificates.models import Sheet

#: The storage in settings: by default a folder in VAR_DIR.
ALIAS = "papers"


class PdfLostError(Exception):
    """The storage has no file of this PDF."""


class PdfAlteredError(Exception):
    """The file differs from the one stored."""


def read_stored_pdf(sheet: Sheet) -> bytes:
    """Return the stored file of ``sheet``, byte for byte.

    Raises ``PdfLostError`` if it is missing, and ``PdfAlteredError`` if it differs.
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
    """Store ``data`` as the file of ``sheet``, replacing any other."""
    remove_stored_pdf(sheet)
    kept = _papers().save(sheet.name, ContentFile(data))
    if kept != sheet.name:  # the same bytes were stored concurrently
        _papers().delete(kept)


def remove_stored_pdf(sheet: Sheet) -> None:
    """Delete the file of ``sheet``, if it exists."""
    _papers().delete(sheet.name)


def compute_pdf_digest(data: bytes) -> str:
    """Return the SHA-256 of ``data`` in hex."""
    return hashlib.sha256(data).hexdigest()


def _papers() -> Storage:
    return storages[ALIAS]
