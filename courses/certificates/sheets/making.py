"""Make one paper: set, with its credential inside, and sealed."""

from datetime import datetime

from courses.certificates import register
from courses.certificates.credentials import badge
from courses.certificates.documents import printing
from courses.certificates.models import Certificate
from courses.certificates.sealing import sealing


def make(certificate: Certificate, language: str, form: str, at: datetime) -> bytes:
    """Return the paper of ``certificate`` as a PDF, sealed at ``at``; nothing is kept.

    The same bytes for the same moment and the same keys. Raises ``PrintingError`` where
    it cannot be set, or where the audit trail does not bear out what it would say, and
    ``KeyTroubleError`` where a key cannot be used.
    """
    register.demand(certificate)
    credential = badge.badge_json(certificate)
    paper = printing.pdf(certificate, language, form, attached=credential)
    return sealing.seal(paper, at=at)
