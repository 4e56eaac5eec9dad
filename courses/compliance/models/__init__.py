"""Requirements, exemptions and exceptions, and standings as periods of days."""

from courses.compliance.models.exemption import Exemption, RuleException
from courses.compliance.models.requirement import Requirement
from courses.compliance.models.rule_draft import RuleDraft
from courses.compliance.models.standing_period import (
    Recount,
    StandingNow,
    StandingPeriod,
    TalliedDay,
    Tally,
    Turn,
)

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
