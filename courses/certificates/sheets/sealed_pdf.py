"""Making of one PDF: typeset, with its credential attached, and sealed."""

from datetime import datetime

from courses.certificates import certificate_audit
from courses.certificates.credentials import open_badge
from courses.certificates.documents import certificate_document
from courses.certificates.models import Certificate
from courses.certificates.seals import pdf_seal


def build_sealed_pdf(
    certificate: Certificate, language: str, form: str, at: datetime
) -> bytes:
    """Return the PDF of ``certificate`` sealed at ``at``; nothing is stored.

    Deterministic for the same moment and keys. Raises ``PrintingError`` if typesetting
    fails or the certificate differs from the audit log, and ``UnusableKeyError`` if a
    key cannot be used.
    """
    certificate_audit.check_certificate_unaltered(certificate)
    credential = open_badge.build_badge_json(certificate)
    paper = certificate_document.render_certificate_pdf(
        certificate, language, form, attached=credential
    )
    return pdf_seal.seal_pdf(paper, at=at)
