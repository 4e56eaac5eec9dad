"""Contexts: where, in which course, with whom."""

from typing import Any

from elearning.lrs.spec import values
from elearning.lrs.spec.activities import activity
from elearning.lrs.spec.actors import actor, group
from elearning.lrs.spec.shapes import Shape, constant, list_of

_activities_listed = list_of(activity, "2.4.6.2")

statement_ref = Shape(
    "A reference to a statement",
    "2.4.4.3",
    {"objectType": constant("StatementRef", "2.4.4.3"), "id": values.uuid},
    required=frozenset({"objectType", "id"}),
)


def _activities(value: Any) -> None:
    """Accept one activity or a list of them (2.4.6.2)."""
    if isinstance(value, dict):
        activity(value)
    else:
        _activities_listed(value)


_CONTEXT_ACTIVITIES = Shape(
    "The context activities",
    "2.4.6.2",
    dict.fromkeys(("parent", "grouping", "category", "other"), _activities),
)

context = Shape(
    "A context",
    "2.4.6",
    {
        "registration": values.uuid,
        "instructor": actor,
        "team": group,
        "contextActivities": _CONTEXT_ACTIVITIES,
        "revision": values.text,
        "platform": values.text,
        "language": values.language,
        "statement": statement_ref,
        "extensions": values.extensions,
    },
)
