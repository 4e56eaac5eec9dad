"""Checks that the content of a file matches its extension."""

import codecs
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from functools import partial
from typing import IO

from elearning.zip_files import open_zip

#: The number of bytes read first.
_HEAD = 4096
#: The maximum size of the part that declares the type of a package.
_LARGEST_PART = 256 * 1024
_OPEN_XML = "application/vnd.openxmlformats-officedocument"
#: The type of the main part of each kind of package (ECMA-376, part 1).
_MAIN_PARTS = {
    "docx": f"{_OPEN_XML}.wordprocessingml.document.main+xml",
    "xlsx": f"{_OPEN_XML}.spreadsheetml.sheet.main+xml",
    "pptx": f"{_OPEN_XML}.presentationml.presentation.main+xml",
}
_ODT = b"application/vnd.oasis.opendocument.text"
#: Control characters that no text contains; tabs, line and page breaks are allowed.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")
#: Exceptions from packages that are damaged, encrypted, cut off, or use unknown
#: compression.
_UNREADABLE = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, KeyError, ValueError),
    *(OSError, EOFError, NotImplementedError, RuntimeError, struct.error),
)
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_FRAME_BITS, _NO_LAYER = 0xE0, 0x06
#: The first element of Matroska, and its child with the type (RFC 8794, 11.2).
_EBML, _DOC_TYPE = b"\x1a\x45\xdf\xa3", b"\x42\x82"


def has_declared_type(file: IO[bytes], ending: str) -> bool:
    """Tell whether the content of ``file`` has the type ``ending``; rewinds the file.

    ``ending`` is one of ``ENDINGS``: lower-case, without a dot.
    """
    file.seek(0)
    try:
        return _CHECKS[ending](file)
    finally:
        file.seek(0)


def _begins(file: IO[bytes], *, at: int = 0, by: bytes) -> bool:
    return file.read(at + len(by))[at:] == by


def _is_mp3(file: IO[bytes]) -> bool:
    """Tell whether a file begins with ID3v2 tags or a frame of MPEG audio."""
    head = file.read(3)
    is_frame = (
        len(head) > 1
        and head[0] == 0xFF
        and head[1] & _FRAME_BITS == _FRAME_BITS
        and head[1] & _NO_LAYER != 0
    )
    return head == b"ID3" or is_frame


def _is_webm(file: IO[bytes]) -> bool:
    head = file.read(_HEAD)
    _before, _found, kind = head.partition(_DOC_TYPE)
    return head.startswith(_EBML) and kind[1:5] == b"webm"


def _is_text(file: IO[bytes]) -> bool:
    """Tell whether a file is text in any encoding: Windows programs save tables in theirs."""
    is_wide = file.read(2) in _UTF_16
    file.seek(0)
    decoder = codecs.getincrementaldecoder("utf-16" if is_wide else "latin-1")()
    try:
        while chunk := file.read(2**16):
            if _UNPRINTABLE.search(decoder.decode(chunk)):
                return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _is_open_xml(file: IO[bytes], *, kind: str) -> bool:
    return _MAIN_PARTS[kind].encode() in _part(file, "[Content_Types].xml")


def _is_odt(file: IO[bytes]) -> bool:
    return _part(file, "mimetype").strip() == _ODT


def _part(file: IO[bytes], name: str) -> bytes:
    """Return a part of a package; empty if it is missing or too large."""
    if not _begins(file, by=b"PK\x03\x04"):
        return b""
    try:
        with open_zip(file) as package:
            if package.getinfo(name).file_size > _LARGEST_PART:
                return b""
            with package.open(name) as part:
                return part.read(_LARGEST_PART)
    except _UNREADABLE:
        return b""


_CHECKS: dict[str, Callable[[IO[bytes]], bool]] = {
    "pdf": partial(_begins, by=b"%PDF-"),
    **{kind: partial(_is_open_xml, kind=kind) for kind in _MAIN_PARTS},
    "odt": _is_odt,
    "txt": _is_text,
    "csv": _is_text,
    "mp4": partial(_begins, at=4, by=b"ftyp"),
    "m4a": partial(_begins, at=4, by=b"ftyp"),
    "ogg": partial(_begins, by=b"OggS"),
    "webm": _is_webm,
    "mp3": _is_mp3,
}
#: The extensions with a content check.
ENDINGS = frozenset(_CHECKS)
