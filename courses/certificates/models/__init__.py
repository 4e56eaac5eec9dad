"""Certificates, their papers, what may end them, their keys, and that somebody looked."""

from courses.certificates.models.certificate import Certificate
from courses.certificates.models.key import KeyRevocation, Purpose, SigningKey
from courses.certificates.models.revocation import (
    RevocationDecision,
    RevocationProposal,
)
from courses.certificates.models.sheet import Form, Sheet
from courses.certificates.models.verification import Verification

__all__ = [
    "Certificate",
    "Form",
    "KeyRevocation",
    "Purpose",
    "RevocationDecision",
    "RevocationProposal",
    "Sheet",
    "SigningKey",
    "Verification",
]
