"""Certificates, their PDFs, designs, revocations, signing keys and verifications."""

from courses.certificates.models.certificate import Certificate
from courses.certificates.models.certificate_pdf import PdfLayout, Sheet
from courses.certificates.models.design import (
    DESIGNERS,
    Design,
    DesignDecision,
    Palette,
)
from courses.certificates.models.revocation import (
    RevocationDecision,
    RevocationProposal,
)
from courses.certificates.models.signing_key import (
    KeyPurpose,
    KeyRevocation,
    SigningKey,
)
from courses.certificates.models.verification import Verification

__all__ = [
    "DESIGNERS",
    "Certificate",
    "Design",
    "DesignDecision",
    "KeyPurpose",
    "KeyRevocation",
    "Palette",
    "PdfLayout",
    "RevocationDecision",
    "RevocationProposal",
    "Sheet",
    "SigningKey",
    "Verification",
]
