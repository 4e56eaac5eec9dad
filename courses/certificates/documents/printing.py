"""Set a certificate as a PDF, on demand and never stored."""

import io
from datetime import UTC, datetime, time
from pathlib import Path

import segno
import typst
from django.utils import translation
from django.utils.translation import gettext as _

from courses.certificates.documents import typesetting
from courses.certificates.documents.wording import words
from courses.certificates.errors import PrintingError
from courses.certificates.models import Certificate

_TEMPLATE = Path(__file__).parent / "typst" / "certificate.typ"
_INK = "#26211a"


def pdf(certificate: Certificate, language: str) -> bytes:
    """Return ``certificate`` as a PDF in ``language``; the same bytes every time.

    The fonts are those inside Typst and the machine's own are never asked, so that the
    paper looks alike everywhere. Raises ``PrintingError`` when Typst cannot set it.
    """
    with translation.override(language):
        data = words(certificate) | {"qr": _qr(certificate.short_url)}
        at = datetime.combine(certificate.issued_on, time(), tzinfo=UTC)
        try:
            return typesetting.pdf(_TEMPLATE, data, at)
        except typst.TypstError as error:
            raise PrintingError(
                _(
                    "The certificate cannot be printed at the moment. It is valid all the "
                    "same; try again later, or tell your training office."
                )
            ) from error


def _qr(address: str) -> str:
    drawing = io.BytesIO()
    segno.make_qr(address, error="m").save(
        drawing, kind="svg", border=0, dark=_INK, xmldecl=False
    )
    return drawing.getvalue().decode()
