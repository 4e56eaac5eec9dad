"""What is recognised or corrected by the personnel office, decided by a second person."""

from courses.recognition.models.check import Finding, RecordsCheck
from courses.recognition.models.claim import Claim, ClaimDecision, Scan
from courses.recognition.models.correction import Correction, CorrectionDecision
from courses.recognition.models.credit import Credit, CreditDecision, CreditRule

__all__ = [
    "Claim",
    "ClaimDecision",
    "Correction",
    "CorrectionDecision",
    "Credit",
    "CreditDecision",
    "CreditRule",
    "Finding",
    "RecordsCheck",
    "Scan",
]
