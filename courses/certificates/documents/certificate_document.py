"""Typesetting of certificates as PDF: an A4 sheet, or a pocket card."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

import segno
import typst
from django.utils import translation
from django.utils.translation import gettext as _

from courses.certificates.documents import typst_compiler
from courses.certificates.documents.certificate_texts import build_certificate_texts
from courses.certificates.errors import PrintingError
from courses.certificates.models import Certificate, PdfLayout
from courses.certificates.qr_claims import claim_codec
from elearning.installation.demonstration_flag import is_demonstration

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

_TYPST = Path(__file__).parent / "typst"
#: The sheet is A4 landscape; the card, of ID-1 size, is cut out of A4.
TEMPLATES: dict[str, Path] = {
    PdfLayout.SHEET: _TYPST / "certificate.typ",
    PdfLayout.CARD: _TYPST / "card.typ",
}
_INK = "#26211a"


def render_certificate_pdf(
    certificate: Certificate,
    language: str,
    form: str = PdfLayout.SHEET,
    attached: bytes | None = None,
) -> bytes:
    """Return ``certificate`` as a PDF in ``language``; deterministic.

    PDF/A-3a and PDF/UA-1. ``attached`` is its digital credential, JSON in UTF-8, which
    is attached as ``credential.json``. Raises ``PrintingError`` if typesetting fails
    and ``UnusableKeyError`` if no key can sign the QR code.
    """
    with translation.override(language):
        data = build_certificate_texts(certificate) | {
            "qr": _square_code(claim_codec.build_qr_url(certificate)),
            "demonstration": _of_demonstration(),
        }
        with _told():
            return typst_compiler.compile_pdf(
                TEMPLATES[form], data, _at(certificate), attached=attached
            )


def render_certificate_image(
    certificate: Certificate, language: str, form: str, *, mark: "_StrPromise"
) -> bytes:
    """Return ``certificate`` as a PNG for a screen, with ``mark`` across it.

    Its QR code holds the URL with the code only, as a specimen is not signed. Raises
    ``PrintingError`` if typesetting fails.
    """
    with translation.override(language):
        data = build_certificate_texts(certificate) | {
            "qr": _square_code(certificate.short_url),
            "mark": str(mark),
        }
        with _told():
            return typst_compiler.compile_image(TEMPLATES[form], data, _at(certificate))


def _of_demonstration() -> str:
    if not is_demonstration():
        return ""
    return _("Demonstration: invented people; texts not reviewed by the service.")


def _at(certificate: Certificate) -> datetime:
    return datetime.combine(certificate.issued_on, time(), tzinfo=UTC)


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except typst.TypstError as error:
        raise PrintingError(
            _(
                "The certificate cannot be printed at the moment. It is still "
                "valid. Try again later, or tell your training office."
            )
        ) from error


def _square_code(address: str) -> str:
    drawing = io.BytesIO()
    segno.make_qr(address, error="m", boost_error=False).save(
        drawing, kind="svg", border=0, dark=_INK, xmldecl=False
    )
    return drawing.getvalue().decode()
