"""What statements are refused and accepted, by the number of the requirement."""

from tests.conformance.rules import (
    activities,
    actors,
    attachments,
    contexts,
    formatting,
    objects,
    results,
    values,
)
from tests.conformance.rules.rule import Rule

ALL: list[Rule] = [
    *formatting.RULES,
    *actors.RULES,
    *objects.RULES,
    *activities.RULES,
    *results.RULES,
    *contexts.RULES,
    *attachments.RULES,
    *values.RULES,
]
