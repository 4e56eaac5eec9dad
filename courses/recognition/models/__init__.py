"""Recognitions and corrections by the personnel office, with second-person decisions."""

from courses.recognition.models.correction import Correction, CorrectionDecision
from courses.recognition.models.credit import Credit, CreditDecision, CreditRule
from courses.recognition.models.prior_learning import Claim, ClaimDecision, Scan
from courses.recognition.models.records_check import Finding, RecordsCheck

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
