"""Set a certificate as a PDF: a sheet for the wall, or a card for the pocket."""

import io
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any, Literal

import segno
import typst
from django.utils import translation
from django.utils.translation import gettext as _

from courses.certificates.documents import typesetting
from courses.certificates.documents.wording import words
from courses.certificates.errors import PrintingError
from courses.certificates.models import Certificate

#: ``sheet`` is A4 landscape; ``card`` is an A4 page with a card of ID-1 size to cut out.
type Form = Literal["sheet", "card"]

_TYPST = Path(__file__).parent / "typst"
TEMPLATES: dict[Form, Path] = {
    "sheet": _TYPST / "certificate.typ",
    "card": _TYPST / "card.typ",
}
_INK = "#26211a"


def pdf(
    certificate: Certificate,
    language: str,
    form: Form = "sheet",
    attached: bytes | None = None,
) -> bytes:
    """Return ``certificate`` as a PDF in ``language``; the same bytes every time.

    PDF/A-3a and PDF/UA-1. ``attached`` is its digital credential, JSON in UTF-8, which
    travels in the file as ``credential.json``. Raises ``PrintingError`` when Typst cannot
    set it.
    """
    with translation.override(language):
        data = words(certificate) | {"qr": _square_code(certificate.short_url)}
        return _set(TEMPLATES[form], data, certificate, attached)


def _set(
    template: Path,
    data: dict[str, Any],
    certificate: Certificate,
    attached: bytes | None,
) -> bytes:
    at = datetime.combine(certificate.issued_on, time(), tzinfo=UTC)
    try:
        return typesetting.pdf(template, data, at, attached=attached)
    except typst.TypstError as error:
        raise PrintingError(
            _(
                "The certificate cannot be printed at the moment. It is valid all the "
                "same; try again later, or tell your training office."
            )
        ) from error


def _square_code(address: str) -> str:
    """Return ``address`` as a QR code, drawn as SVG."""
    drawing = io.BytesIO()
    segno.make_qr(address, error="m").save(
        drawing, kind="svg", border=0, dark=_INK, xmldecl=False
    )
    return drawing.getvalue().decode()
