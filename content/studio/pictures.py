"""Photographs as they come from a camera or a phone, made ready to be shown.

A photograph tells where and by whom it was taken and whose faces are in it; and it
weighs more than a lesson may.
"""

import re
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageOps, ImageSequence

#: The longest side in pixels: twice the width of a page.
LONGEST = 1600
#: What of its notes a picture needs to look the same.
_LOOKS = {"icc_profile", "transparency", "duration", "loop", "background", "disposal"}
_QUALITY = {"JPEG": 85, "WEBP": 85}


#: What a JPEG consists of: tables, the picture and how its colours are meant. No notes.
_PARTS = {0xC0, 0xC1, 0xC2, 0xC4, 0xDA, 0xDB, 0xDD}
_PROFILE = b"ICC_PROFILE\0"
_NEXT_PART = re.compile(rb"\xff[^\x00\xd0-\xd7]")
_PLAIN_FRAME, _END = b"JFIF\0", 0xD9
#: The same of a WebP.
_CHUNKS = {b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"}


class DamagedError(Exception):
    """A picture that cannot be read to its end."""


def ready(file: Any) -> SimpleUploadedFile:
    """Return the uploaded picture upright, at most ``LONGEST`` pixels, without notes.

    Keeps the format and the name; a moving picture goes on moving. What is ready already
    stays as it is, or it would lose a little each time it is taken from one platform to
    another. Raises ``DamagedError``.
    """
    file.seek(0)
    try:
        with Image.open(file) as picture:
            kind = "JPEG" if picture.format == "MPO" else str(picture.format)
            is_small = max(picture.size) <= LONGEST
            frames = [_shown(frame) for frame in ImageSequence.Iterator(picture)]
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise DamagedError from error
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
    """Tell whether a picture that loses by being saved again holds nothing but itself."""
    try:
        if kind == "JPEG":
            return _is_bare_jpeg(content)
        return kind == "WEBP" and _is_bare_webp(content)
    except IndexError:
        return False


def _is_bare_jpeg(content: bytes) -> bool:
    place = 2
    while content[place] == 0xFF and content[place + 1] != _END:  # noqa: PLR2004 — a marker
        part, size = content[place + 1], int.from_bytes(content[place + 2 : place + 4])
        inside = content[place + 4 : place + 2 + size]
        is_frame = part == 0xE0 and inside.startswith(_PLAIN_FRAME) and size == 16  # noqa: PLR2004 — no preview
        is_colour = part == 0xE2 and inside.startswith(_PROFILE)  # noqa: PLR2004
        if not (part in _PARTS or is_frame or is_colour):
            return False
        place += 2 + size
        if part == 0xDA:  # noqa: PLR2004 — the picture itself, up to the next part
            found = _NEXT_PART.search(content, place)
            if found is None:
                return False
            place = found.start()
    return content[place] == 0xFF and place + 2 == len(content)  # noqa: PLR2004


def _is_bare_webp(content: bytes) -> bool:
    place = 12
    while place < len(content):
        if content[place : place + 4] not in _CHUNKS:
            return False
        size = int.from_bytes(content[place + 4 : place + 8], "little")
        place += 8 + size + size % 2
    return place == len(content)
