"""Verification of certificate PDFs: the seal first, then the content."""

import io
import json
import re
import unicodedata
import uuid
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from pypdf import PdfReader

from courses.certificates import certificate_audit
from courses.certificates.documents.certificate_texts import format_full_date
from courses.certificates.documents.font_coverage import make_printable
from courses.certificates.errors import FileRefusedError
from courses.certificates.models import Certificate
from courses.certificates.seals.seal_examination import SealFinding, examine_seal
from courses.certificates.verification.certificate_lookup import FoundCertificate
from elearning.languages import CODES, pick_text

_ATTACHED = "credential.json"


def verify_certificate_pdf(pdf: bytes) -> tuple[FoundCertificate, SealFinding]:
    """Return the certificate of ``pdf``, and the finding about its seal.

    The seal is examined before anything in the file is parsed. Then the text is
    searched for every printed claim, and differences from the register are listed.
    Raises ``FileRefusedError`` for a file that is not byte for byte as this service
    sealed it, or is not a certificate.
    """
    finding = examine_seal(pdf)
    if finding.problem:
        raise build_file_refusal(finding.problem)
    reader = PdfReader(io.BytesIO(pdf))
    rows = Certificate.objects.with_change(timezone.localdate()).with_fate()
    certificate = rows.filter(key=_key(reader)).first()
    if certificate is None:
        raise build_file_refusal("not_registered")
    text = _folded(" ".join(page.extract_text() for page in reader.pages))
    language = str(reader.root_object.get("/Lang", ""))[:2]
    with translation.override(language if language in CODES else certificate.language):
        differing = _differing(certificate, text)
    if not differing and any(
        certificate_audit.iter_altered_certificates([certificate])
    ):
        raise build_file_refusal("altered_register")
    return FoundCertificate(certificate, differing=differing), finding


def build_file_refusal(word: str) -> FileRefusedError:
    """Return the refusal ``word``, with its sentence."""
    return FileRefusedError(word, _sentence(word))


def _key(reader: PdfReader) -> uuid.UUID:
    for attached in reader.attachments.get(_ATTACHED, []):
        credential: dict[str, Any] = json.loads(attached)
        return uuid.UUID(credential["id"])
    raise build_file_refusal("no_certificate")


def _printed(certificate: Certificate) -> dict[str, str]:
    """Return the texts printed on every PDF in the active language, by claim."""
    return {
        "number": certificate.number,
        "holder": make_printable(certificate.holder_name),
        "title": make_printable(pick_text(certificate.public_titles)[0]),
        "course": certificate.course_code,
        "issued_on": format_full_date(certificate.issued_on),
        "expires_on": format_full_date(certificate.expires_on),
        "code": certificate.code,
    }


def _differing(certificate: Certificate, text: str) -> tuple[str, ...]:
    """Return the claims for which ``text``, in the active language, differs from the register.

    A name in right-to-left letters is extracted from a PDF in unreliable order, so it
    is left to the seal.
    """
    lines = _printed(certificate)
    if any(unicodedata.bidirectional(one) in {"R", "AL"} for one in lines["holder"]):
        del lines["holder"]
    words = [word for word, line in lines.items() if _folded(line) not in text]
    if not _has_edition(certificate, text):
        words.append("edition")
    return tuple(words)


def _has_edition(certificate: Certificate, text: str) -> bool:
    """Tell whether the edition is right, if printed; the pocket card has no room for it."""
    course = certificate.course_code
    line = _("%(course)s, edition %(number)s")
    mark = _folded(line % {"course": course, "number": "#"})
    printed = re.findall(re.escape(mark).replace(r"\#", r"(\d+)"), text)
    return set(printed) <= {str(certificate.edition_number)}


def _folded(text: str) -> str:
    """Return ``text`` without spaces and with ligatures decomposed."""
    plain = unicodedata.normalize("NFKC", text)
    return "".join(
        one
        for one in plain
        if not one.isspace() and unicodedata.category(one) not in {"Cf", "Mn"}
    )


def _sentence(word: str) -> str:
    return {
        "too_large": _(
            "The file is larger than 5 MB. Certificate files are far "
            "smaller, so this is not one."
        ),
        "not_a_pdf": _(
            "This is not a PDF. Choose the certificate file exactly as it "
            "was downloaded."
        ),
        "encrypted": _(
            "The file is locked with a password. Certificates never are; choose the file "
            "as it was downloaded."
        ),
        "unsigned": _(
            "The file has no electronic seal. Scans, photographs and copies "
            "saved by other programs have none: scan the QR code on the "
            "paper instead."
        ),
        "altered_register": _(
            "The file has not changed since it was sealed, but the register "
            "has. Do not rely on it; ask the office that issued it."
        ),
        "altered": _(
            "The file was altered after it was sealed, or it is incomplete. "
            "Do not rely on it. Scan the QR code and compare every line."
        ),
        "unknown_key": _(
            "The file was sealed by someone else, so it was not issued here."
        ),
        "revoked_key": _(
            "The key that sealed the file has been revoked, so the seal no "
            "longer proves anything. Ask the holder to download the "
            "certificate again."
        ),
        "no_certificate": _(
            "The file was sealed here and is unaltered, but it is not a certificate."
        ),
        "not_registered": _(
            "The file was sealed here, but the certificate is not in the "
            "register. Ask the office that issued it."
        ),
    }[word]
