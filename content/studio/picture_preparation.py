"""Preparation of photographs from cameras and phones for display.

A photograph reveals where and by whom it was taken and whose faces are in it, and it is
larger than a lesson may be.
"""

import re
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageOps, ImageSequence

#: The longest side in pixels: twice the width of a page.
LONGEST = 1600
#: The metadata that a picture needs to look the same.
_LOOKS = {"icc_profile", "transparency", "duration", "loop", "background", "disposal"}
_QUALITY = {"JPEG": 85, "WEBP": 85}

#: The byte that starts a JPEG segment, and some markers (ITU-T T.81, table B.1).
_MARK, _SCAN, _END, _APP0, _APP2 = 0xFF, 0xDA, 0xD9, 0xE0, 0xE2
#: Segments allowed in a JPEG: tables, image data and colour; no metadata.
_PARTS = {0xC0, 0xC1, 0xC2, 0xC4, _SCAN, 0xDB, 0xDD}
_NEXT_PART = re.compile(rb"\xff[^\x00\xd0-\xd7]")
#: A JFIF segment of exactly this size contains no thumbnail.
_FRAME, _FRAME_SIZE, _PROFILE = b"JFIF\0", 16, b"ICC_PROFILE\0"
#: Chunks allowed in a WebP.
_CHUNKS = {b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"}


class DamagedPictureError(Exception):
    """A picture that cannot be read to its end."""


def prepare_picture(file: Any) -> SimpleUploadedFile:
    """Return the uploaded picture upright, at most ``LONGEST`` pixels, without metadata.

    Keeps the format, the name and animation. A picture that is ready stays unchanged:
    it would otherwise lose quality with each transfer between platforms. Raises
    ``DamagedPictureError``.
    """
    file.seek(0)
    try:
        with Image.open(file) as picture:
            kind = "JPEG" if picture.format == "MPO" else str(picture.format)
            is_small = max(picture.size) <= LONGEST
            frames = [_shown(frame) for frame in ImageSequence.Iterator(picture)]
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise DamagedPictureError from error
    name = PurePosixPath(file.name).name
    file.seek(0)
    if is_small and _is_bare(kind, given := file.read()):
        return SimpleUploadedFile(name, given, f"image/{kind.lower()}")
    content = BytesIO()
    first, others = frames[0], frames[1:] if kind != "JPEG" else []
    more = {"save_all": True, "append_images": others} if others else {}
    quality = {"quality": _QUALITY[kind]} if kind in _QUALITY else {}
    first.save(content, kind, optimize=True, **more, **quality)
    return SimpleUploadedFile(name, content.getvalue(), f"image/{kind.lower()}")


def _shown(frame: Image.Image) -> Image.Image:
    upright = ImageOps.exif_transpose(frame)
    upright.thumbnail((LONGEST, LONGEST))
    upright.info = {
        name: value for name, value in upright.info.items() if name in _LOOKS
    }
    return upright


def _is_bare(kind: str, content: bytes) -> bool:
    """Tell whether a picture in a lossy format contains no metadata."""
    try:
        if kind == "JPEG":
            return _is_bare_jpeg(content)
        return kind == "WEBP" and _is_bare_webp(content)
    except IndexError:
        return False


def _is_bare_jpeg(content: bytes) -> bool:
    place = 2
    while content[place] == _MARK and content[place + 1] != _END:
        part, size = content[place + 1], int.from_bytes(content[place + 2 : place + 4])
        inside = content[place + 4 : place + 2 + size]
        is_frame = part == _APP0 and inside.startswith(_FRAME) and size == _FRAME_SIZE
        is_colour = part == _APP2 and inside.startswith(_PROFILE)
        if not (part in _PARTS or is_frame or is_colour):
            return False
        place += 2 + size
        if part == _SCAN:  # image data up to the next segment
            found = _NEXT_PART.search(content, place)
            if found is None:
                return False
            place = found.start()
    return content[place] == _MARK and place + 2 == len(content)


def _is_bare_webp(content: bytes) -> bool:
    place = 12
    while place < len(content):
        if content[place : place + 4] not in _CHUNKS:
            return False
        size = int.from_bytes(content[place + 4 : place + 8], "little")
        place += 8 + size + size % 2
    return place == len(content)
