"""Statements about one attempt, unchanged, for whoever has to judge it."""

from typing import Any

from courses.assessment.models import Attempt
from courses.records.statements import iris
from elearning.lrs.models import Statement


def list_attempt_statements(attempt: Attempt) -> list[dict[str, Any]]:
    """Return the statements about an attempt in the order in which they were stored.

    They are found by the ids derived from the attempt, whatever pseudonym the store
    has.
    """
    facts: list[tuple[object, ...]] = [
        ("attempted", attempt.key),
        ("terminated", attempt.key),
        ("marked", attempt.key),
    ]
    positions = attempt.items.values_list("position", flat=True)
    facts += [("answered", attempt.key, position) for position in positions]
    corrections = attempt.regradings.values_list("correction__key", flat=True)
    facts += [("regraded", attempt.key, key) for key in corrections]
    told = Statement.objects.filter(
        uuid__in=[iris.derive_statement_id(*one) for one in facts]
    )
    return [one.content for one in told.order_by("pk")]
