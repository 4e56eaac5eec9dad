"""Make one paper: set, with its credential inside, and sealed."""

from courses.certificates.documents import printing
from courses.certificates.models import Certificate


def make(certificate: Certificate, language: str, form: str) -> bytes:
    """Return the paper of ``certificate`` as a PDF; nothing is kept.

    Raises ``PrintingError`` where it cannot be set and ``KeyTroubleError`` where a key
    cannot be used. The certificate is safe either way.
    """
    return printing.pdf(certificate, language)
