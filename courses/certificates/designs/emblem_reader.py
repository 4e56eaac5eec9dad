"""Reading of emblem files, redrawn from allowed content only."""

import base64
import io
import warnings

from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from courses.certificates.designs import svg_sanitiser
from courses.certificates.errors import DesignError

#: The maximum file size in bytes.
HEAVIEST = 200 * 1024
#: The maximum side length of a picture in pixels, as small files can claim far more.
LONGEST = 4000
#: Side lengths to try in pixels, until the result is small enough; 600 pixels are about
#: 800 per inch.
KEPT = (600, 450, 300, 200)

_PNG = b"\x89PNG\r\n\x1a\n"


def read_emblem(content: bytes) -> str:
    """Return an emblem as SVG, made from the SVG or PNG file ``content``.

    A PNG is redrawn and embedded. Raises ``DesignError`` with a sentence for other
    files.
    """
    if len(content) > HEAVIEST:
        raise DesignError(
            _("The emblem is larger than %(most)d KB. Make it smaller.")
            % {"most": HEAVIEST // 1024}
        )
    if content.startswith(_PNG):
        return _painted(content)
    try:
        return svg_sanitiser.sanitise_svg(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise DesignError(_("The emblem is neither an SVG nor a PNG.")) from error


def _painted(content: bytes) -> str:
    picture = _opened(content)
    svg_sanitiser.check_proportions(*picture.size)
    for longest in KEPT:
        picture.thumbnail((longest, longest), Image.Resampling.LANCZOS)
        kept = io.BytesIO()
        picture.save(kept, "PNG", optimize=True)
        if len(kept.getvalue()) <= HEAVIEST:
            break
    broad, high = picture.size
    data = base64.b64encode(kept.getvalue()).decode()
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" '
        'xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'width="{broad}" height="{high}" viewBox="0 0 {broad} {high}">'
        f'<image width="{broad}" height="{high}" '
        f'xlink:href="data:image/png;base64,{data}"/></svg>'
    )


def _opened(content: bytes) -> Image.Image:
    """Return the pixels of a PNG, whose size is checked before it is unpacked."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            found = Image.open(io.BytesIO(content), formats=["PNG"])
            if max(found.size) > LONGEST:
                raise DesignError(
                    _(
                        "The emblem is more than %(most)d pixels wide or high. Make it "
                        "smaller."
                    )
                    % {"most": LONGEST}
                )
            return found.convert("RGBA")
    except (
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
        UnidentifiedImageError,
        OSError,
        SyntaxError,  # raised by Pillow for a PNG with broken chunks
        ValueError,
    ) as error:
        raise DesignError(
            _("The emblem cannot be opened as a picture. Save it once more.")
        ) from error
