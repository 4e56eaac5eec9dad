"""ZIP files: uploaded ones, whose directory is checked before it is read, and our own.

``zipfile`` creates an object for each entry when it opens a file: a directory of 300 MB
with only empty entries takes gigabytes of memory.
"""

import io
import struct
from collections.abc import Mapping
from typing import IO
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

#: The record at the end of a file, which states the size of the directory (APPNOTE
#: 4.3.16).
_END, _END_SIZE = b"PK\x05\x06", 22
#: A comment may follow the record; a ZIP64 locator would stand before it.
_LONGEST_COMMENT = 2**16 - 1
_ZIP64, _ZIP64_SIZE = b"PK\x06\x07", 20
#: About ten thousand entries with names as long as in packages; at most 45,000 entries.
LARGEST_DIRECTORY = 2 * 1024 * 1024
_MADE = (1980, 1, 1, 0, 0, 0)


def open_zip(file: IO[bytes]) -> ZipFile:
    """Open a ZIP file for reading.

    Raises ``BadZipFile`` for other files, for a directory of more than
    ``LARGEST_DIRECTORY`` bytes, and for ZIP64, which no upload needs. If there are
    several end records, none may exceed the limit: programs differ in which one they
    use.
    """
    size = file.seek(0, 2)
    file.seek(max(0, size - _LONGEST_COMMENT - _END_SIZE - _ZIP64_SIZE))
    end = file.read()
    file.seek(0)
    if _ZIP64 in end:
        raise BadZipFile("ZIP64 is not accepted")
    place = end.find(_END)
    while 0 <= place <= len(end) - _END_SIZE:
        (directory,) = struct.unpack_from("<L", end, place + 12)
        if directory > LARGEST_DIRECTORY:
            raise BadZipFile("The directory is too large")
        place = end.find(_END, place + 1)
    return ZipFile(file)


def build_zip(files: Mapping[str, bytes]) -> bytes:
    """Return a ZIP of ``files``, given by name."""
    file = io.BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(ZipInfo(name, _MADE), content, ZIP_DEFLATED)
    return file.getvalue()
