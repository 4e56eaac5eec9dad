"""Sanitising of scans: the visible content is written to a new file, all else is dropped."""

import hashlib
import io
import warnings
from dataclasses import dataclass

import pikepdf
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from courses.recognition.errors import ScanError
from courses.recognition.models import Scan

#: The maximum size of a file, in bytes.
HEAVIEST = 5 * 1024 * 1024
#: The maximum number of pages of a PDF.
MOST_PAGES = 10
#: The maximum side of a picture to decode, in pixels. A few bytes can claim far more.
LONGEST = 12_000
#: The maximum side of a stored picture, in pixels: A4 at 200 dpi.
KEPT = 2400

_PDF, _JPEG, _PNG = b"%PDF-", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"
#: Entries of PDF pages that are active, or contain more than the page itself.
_BESIDES = ("/AA", "/Annots", "/Metadata", "/PieceInfo", "/Thumb")


@dataclass(frozen=True)
class SanitisedScan:
    """A sanitised scan: its kind and the new file."""

    kind: Scan.Kind
    data: bytes

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


def sanitise_scan(content: bytes) -> SanitisedScan:
    """Return a sanitised copy of the file ``content``: a PDF, a JPEG or a PNG.

    The kind is detected from the content, never from the file name. Pictures are
    re-encoded and PDF pages copied into a new document, which removes camera metadata,
    scripts and embedded files. Raises ``ScanError`` with a sentence for anything else.
    """
    if len(content) > HEAVIEST:
        raise ScanError(
            _("The scan is larger than %(most)d MB. Scan it at a lower resolution.")
            % {"most": HEAVIEST // 1024**2}
        )
    if content.startswith(_PDF):
        return SanitisedScan(Scan.Kind.PDF, _bound(content))
    if content.startswith(_JPEG):
        return SanitisedScan(Scan.Kind.JPEG, _painted(content, "JPEG"))
    if content.startswith(_PNG):
        return SanitisedScan(Scan.Kind.PNG, _painted(content, "PNG"))
    raise ScanError(_("The scan is not a PDF, JPEG or PNG. Save it as one of these."))


def _painted(content: bytes, kind: str) -> bytes:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            found = Image.open(io.BytesIO(content), formats=[kind])
            if max(found.size) > LONGEST:
                raise ScanError(
                    _(
                        "The scan is too wide or too high. Scan it at a lower resolution."
                    )
                )
            upright = ImageOps.exif_transpose(found).convert("RGB")
    except (
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
        UnidentifiedImageError,
        OSError,
        SyntaxError,  # raised by Pillow for pictures with broken parts
        ValueError,
    ) as error:
        raise _damaged() from error
    upright.thumbnail((KEPT, KEPT), Image.Resampling.LANCZOS)
    bare = Image.new("RGB", upright.size)
    bare.paste(upright)
    kept = io.BytesIO()
    bare.save(kept, kind, optimize=True, quality=85)
    return kept.getvalue()


def _bound(content: bytes) -> bytes:
    try:
        with pikepdf.open(io.BytesIO(content)) as given, pikepdf.new() as made:
            if not 0 < len(given.pages) <= MOST_PAGES:
                raise ScanError(
                    _(
                        "A scan can have %(most)d pages at most. Scan only the "
                        "certificate."
                    )
                    % {"most": MOST_PAGES}
                )
            made.pages.extend(given.pages)
            for page in made.pages:
                for name in _BESIDES:
                    if name in page:
                        del page[name]
            kept = io.BytesIO()
            made.save(kept)
    except pikepdf.PasswordError as error:
        raise ScanError(
            _("The scan is protected by a password. Save it without one.")
        ) from error
    except (pikepdf.PdfError, ValueError, RuntimeError) as error:
        raise _damaged() from error
    return kept.getvalue()


def _damaged() -> ScanError:
    return ScanError(_("The scan cannot be opened. Save or scan it once more."))
