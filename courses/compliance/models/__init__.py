"""Rules, for whom they do not hold, and how people stand by them, spread out in days."""

from courses.compliance.models.drafts import RuleDraft
from courses.compliance.models.exceptions import Exemption, RuleException
from courses.compliance.models.periods import (
    Recount,
    StandingNow,
    StandingPeriod,
    TalliedDay,
    Tally,
    Turn,
)
from courses.compliance.models.rules import Requirement

__all__ = [
    "Exemption",
    "Recount",
    "Requirement",
    "RuleDraft",
    "RuleException",
    "StandingNow",
    "StandingPeriod",
    "TalliedDay",
    "Tally",
    "Turn",
]
