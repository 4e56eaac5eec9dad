"""Set a certificate as a PDF, on demand and never stored."""

import io
import json
import threading
from datetime import UTC, datetime, time
from functools import cache
from pathlib import Path
from typing import cast

import segno
import typst
from django.utils import translation
from django.utils.translation import gettext as _

from courses.certificates.errors import PrintingError
from courses.certificates.models import Certificate
from courses.certificates.wording import words

_FOLDER = Path(__file__).parent / "typst"
_INK = "#26211a"

_one_at_a_time = threading.Lock()


def pdf(certificate: Certificate, language: str) -> bytes:
    """Return ``certificate`` as a PDF in ``language``; the same bytes every time.

    The fonts are those inside Typst and the machine's own are never asked, so that the
    paper looks alike everywhere. Raises ``PrintingError`` when Typst cannot set it.
    """
    with translation.override(language):
        data = words(certificate) | {"qr": _qr(certificate.short_url)}
        at = datetime.combine(certificate.issued_on, time(), tzinfo=UTC)
        try:
            with _one_at_a_time:
                sheet = _compiler().compile(
                    format="pdf",
                    # Tagged for screen readers (ISO 14289-1), fit for an archive (ISO 19005-2).
                    pdf_standards=["ua-1", "a-2a"],
                    sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
                    timestamp=int(at.timestamp()),
                )
        except typst.TypstError as error:
            raise PrintingError(
                _(
                    "The certificate cannot be printed at the moment. It is valid all the "
                    "same; try again later, or tell your training office."
                )
            ) from error
    return cast("bytes", sheet)  # one file, since the format is PDF


@cache
def _compiler() -> typst.Compiler:
    """Return Typst with its fonts read once; it may only be used by one thread at a time."""
    return typst.Compiler(
        str(_FOLDER / "certificate.typ"), root=str(_FOLDER), ignore_system_fonts=True
    )


def _qr(address: str) -> str:
    drawing = io.BytesIO()
    segno.make_qr(address, error="m").save(
        drawing, kind="svg", border=0, dark=_INK, xmldecl=False
    )
    return drawing.getvalue().decode()
