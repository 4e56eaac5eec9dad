"""What is recognised: training passed elsewhere or earlier, decided by a second person."""

from courses.recognition.models.claim import Claim, ClaimDecision, Scan

__all__ = ["Claim", "ClaimDecision", "Scan"]
