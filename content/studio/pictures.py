"""Photographs as they come from a camera or a phone, made ready to be shown.

A photograph tells where and by whom it was taken and whose faces are in it; and it
weighs more than a lesson may.
"""

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


class DamagedError(Exception):
    """A picture that cannot be read to its end."""


def ready(file: Any) -> SimpleUploadedFile:
    """Return the uploaded picture upright, at most ``LONGEST`` pixels, without notes.

    Keeps the format and the name; a moving picture goes on moving. Raises ``DamagedError``.
    """
    file.seek(0)
    try:
        with Image.open(file) as picture:
            kind = "JPEG" if picture.format == "MPO" else str(picture.format)
            frames = [_shown(frame) for frame in ImageSequence.Iterator(picture)]
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise DamagedError from error
    content = BytesIO()
    first, others = frames[0], frames[1:] if kind != "JPEG" else []
    more = {"save_all": True, "append_images": others} if others else {}
    quality = {"quality": _QUALITY[kind]} if kind in _QUALITY else {}
    first.save(content, kind, optimize=True, **more, **quality)
    name = PurePosixPath(file.name).name
    return SimpleUploadedFile(name, content.getvalue(), f"image/{kind.lower()}")


def _shown(frame: Image.Image) -> Image.Image:
    upright = ImageOps.exif_transpose(frame)
    upright.thumbnail((LONGEST, LONGEST))
    upright.info = {
        name: value for name, value in upright.info.items() if name in _LOOKS
    }
    return upright
