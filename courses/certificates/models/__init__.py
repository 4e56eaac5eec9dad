"""Certificates, the papers made of them, what may end them, and the keys that vouch for all."""

from courses.certificates.models.certificate import Certificate
from courses.certificates.models.key import KeyRevocation, Purpose, SigningKey
from courses.certificates.models.revocation import (
    RevocationDecision,
    RevocationProposal,
)
from courses.certificates.models.sheet import Form, Sheet

__all__ = [
    "Certificate",
    "Form",
    "KeyRevocation",
    "Purpose",
    "RevocationDecision",
    "RevocationProposal",
    "Sheet",
    "SigningKey",
]
