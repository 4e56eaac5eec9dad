"""ZIP files from outside, whose directory is looked at before anything is made of it.

``zipfile`` makes an object of each entry while it opens a file: a directory of 300 MB that
holds nothing but empty entries takes gigabytes of memory.
"""

import struct
from typing import IO
from zipfile import BadZipFile, ZipFile

#: A record at the end of a file says how many bytes the directory has (APPNOTE 4.3.16).
_END, _END_SIZE = b"PK\x05\x06", 22
#: It has room for a comment after it; before it stands where a larger record is (ZIP64).
_LONGEST_COMMENT = 2**16 - 1
_ZIP64, _ZIP64_SIZE = b"PK\x06\x07", 20
#: Some ten thousand entries with the names that a package has, and never more than 45,000.
LARGEST_DIRECTORY = 2 * 1024 * 1024


def open_zip(file: IO[bytes]) -> ZipFile:
    """Open a ZIP file for reading.

    Raises ``BadZipFile`` for what is none, for a directory of more than
    ``LARGEST_DIRECTORY`` bytes, and for ZIP64, which nothing that is uploaded here needs.
    Of several records at the end none may be larger: programs differ in which one counts.
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
