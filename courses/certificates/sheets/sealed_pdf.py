"""Make one paper: set, with its credential inside, and sealed."""

from datetime import datetime

from courses.certificates import certificate_audit
from courses.certificates.credentials import open_badge
from courses.certificates.documents import certificate_document
from courses.certificates.models import Certificate
from courses.certificates.sealing import pdf_seal


def build_sealed_pdf(
    certificate: Certificate, language: str, form: str, at: datetime
) -> bytes:
    """Return the paper of ``certificate`` as a PDF, sealed at ``at``; nothing is kept.

    The same bytes for the same moment and the same keys. Raises ``PrintingError`` where
    it cannot be set, or where the audit trail does not bear out what it would say, and
    ``UnusableKeyError`` where a key cannot be used.
    """
    certificate_audit.check_certificate_unaltered(certificate)
    credential = open_badge.build_badge_json(certificate)
    paper = certificate_document.render_certificate_pdf(
        certificate, language, form, attached=credential
    )
    return pdf_seal.seal_pdf(paper, at=at)
