"""Checks of picture files from outside, before they are stored."""

import re
import warnings
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, iterparse
from django.utils.translation import gettext as _
from PIL import Image as Pixels
from PIL import UnidentifiedImageError
from willow.image import Image as Drawing
from willow.image import UnrecognisedImageFormatError

#: File extensions allowed in questions.
ENDINGS = (".png", ".jpg", ".jpeg", ".webp", ".gif", ".svg")
#: Allowed formats, by Pillow’s names.
_FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
#: The extensions of each format.
_ENDINGS_OF = {
    "PNG": (".png",),
    "JPEG": (".jpg", ".jpeg"),
    "MPO": (".jpg", ".jpeg"),  # several JPEGs in one file, as some phones save them
    "WEBP": (".webp",),
    "GIF": (".gif",),
}
#: The maximum size of an uploaded file; the picture shown is smaller.
LARGEST = 2 * 1024 * 1024
#: The longest side in pixels. A few compressed bytes can claim far more.
LONGEST = 6000
#: Elements that run scripts or embed other pages.
_LIVELY = {"script", "foreignobject", "iframe", "embed", "object", "handler", "set"}
#: Allowed targets of links: inside the drawing, or an embedded picture.
_INSIDE = re.compile(r"#|data:image/(png|jpeg|gif|webp)[;,]", re.IGNORECASE)


class PictureError(Exception):
    """A picture file that is refused; the message says why and what to do."""


def read_picture_size(content: bytes, name: str) -> tuple[int, int]:
    """Return width and height of a picture in pixels; raises ``PictureError``.

    The picture is not decoded: the size is read from the header of the file.
    """
    ending = PurePosixPath(name).suffix.lower()
    if ending not in ENDINGS:
        raise PictureError(
            _("“%(name)s” is not a picture. Use PNG, JPEG, WebP, GIF or SVG.")
            % {"name": name[-80:]}
        )
    if len(content) > LARGEST:
        raise PictureError(
            _("“%(name)s” is larger than %(size)s MB. Save it smaller.")
            % {"name": name[-80:], "size": LARGEST // 1024 // 1024}
        )
    width, height = (_drawn if ending == ".svg" else _painted)(content, name)
    if not (0 < width <= LONGEST and 0 < height <= LONGEST):
        raise PictureError(
            _("“%(name)s” is not between 1 and %(most)s pixels wide and high.")
            % {"name": name[-80:], "most": LONGEST}
        )
    return width, height


def is_static_svg(file: Any) -> bool:
    """Return whether an SVG has neither scripts nor external links; rewinds ``file``."""
    file.seek(0)
    try:
        return all(
            _is_still(node) for _event, node in iterparse(file, forbid_dtd=False)
        )
    except (ParseError, DefusedXmlException):
        return False
    finally:
        file.seek(0)


def _drawn(content: bytes, name: str) -> tuple[int, int]:
    if not is_static_svg(BytesIO(content)):
        raise PictureError(
            _(
                "“%(name)s” contains a program or a link. Export it again as a plain SVG, "
                "or as a PNG."
            )
            % {"name": name[-80:]}
        )
    try:
        width, height = Drawing.open(BytesIO(content)).get_size()
    except (UnrecognisedImageFormatError, ArithmeticError, ValueError) as error:
        raise _damaged(name) from error
    return int(width), int(height)


def _painted(content: bytes, name: str) -> tuple[int, int]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Pixels.DecompressionBombWarning)
            with Pixels.open(BytesIO(content), formats=_FORMATS) as picture:
                size, kind = picture.size, str(picture.format)
                picture.verify()
    except (
        Pixels.DecompressionBombError,
        Pixels.DecompressionBombWarning,
        UnidentifiedImageError,
        OSError,
        SyntaxError,  # Pillow’s error for a PNG with damaged chunks
        ValueError,
    ) as error:
        raise _damaged(name) from error
    if PurePosixPath(name).suffix.lower() not in _ENDINGS_OF[kind]:
        raise PictureError(
            _(
                "“%(name)s” is not the kind of picture its file extension says. "
                "Save it again as PNG or JPEG."
            )
            % {"name": name[-80:]}
        )
    return size


def _damaged(name: str) -> PictureError:
    return PictureError(
        _("“%(name)s” cannot be opened as a picture. Save it once more.")
        % {"name": name[-80:]}
    )


def _is_still(node: Any) -> bool:
    if _local(node.tag) in _LIVELY:
        return False
    return not any(
        _local(name).startswith("on")
        or (_local(name) in ("href", "src") and not _INSIDE.match(value.strip()))
        for name, value in node.attrib.items()
    )


def _local(name: Any) -> str:
    """Return a name without its namespace, in lower case."""
    return str(name).rpartition("}")[2].lower()
