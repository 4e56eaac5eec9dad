"""Contexts of statements."""

from collections.abc import Iterator
from typing import Any

from elearning.lrs.spec import value_checks
from elearning.lrs.spec.activity_schema import activity
from elearning.lrs.spec.actor_schema import actor, agent, group
from elearning.lrs.spec.errors import SpecError
from elearning.lrs.spec.schemas import (
    Check,
    ListSchema,
    ObjectSchema,
    PropertySchema,
    ValueSchema,
    build_constant_check,
)
from elearning.lrs.spec.xapi_versions import XapiVersion

#: The section of 2.0.0 on its additions.
_ADDED = "IEEE 9274.1.1, 4.2.2.5"

statement_ref = ObjectSchema(
    "A reference to a statement",
    "2.4.4.3",
    {
        "objectType": PropertySchema(
            build_constant_check("StatementRef", "2.4.4.3"), "XAPI-00073"
        ),
        "id": PropertySchema(value_checks.check_uuid, "XAPI-00072"),
    },
    required={"objectType": "XAPI-00073", "id": "XAPI-00072"},
)


class _OneOrMany(ValueSchema):
    """A list of activities, or a single one as in 0.95 (2.4.6.2)."""

    _many = ListSchema(activity, "2.4.6.2")

    def flaws(self, value: Any) -> Iterator[SpecError]:
        if isinstance(value, dict):
            return activity.flaws(value)
        return self._many.flaws(value)


_CONTEXT_ACTIVITIES = ObjectSchema(
    "The context activities",
    "2.4.6.2",
    dict.fromkeys(
        ("parent", "grouping", "category", "other"),
        PropertySchema(_OneOrMany(), "XAPI-00094"),
    ),
    unknown="XAPI-00093",
)


def _not_empty(listed: list[Any]) -> Iterator[SpecError]:
    if not listed:
        yield SpecError(_ADDED, "Name a type, or leave the list away.")


def _relevant(kind: str, key: str, check: Check) -> ListSchema:
    shape = ObjectSchema(
        f"A {kind}",
        _ADDED,
        {
            "objectType": PropertySchema(build_constant_check(kind, _ADDED)),
            key: PropertySchema(check),
            "relevantTypes": PropertySchema(
                ListSchema(value_checks.check_iri, _ADDED, rule=_not_empty)
            ),
        },
        required={"objectType": "", key: ""},
    )
    return ListSchema(shape, _ADDED)


_PARTS = {
    "registration": PropertySchema(value_checks.check_uuid, "XAPI-00087"),
    "instructor": PropertySchema(actor, "XAPI-00087"),
    "team": PropertySchema(group, "XAPI-00088"),
    "contextActivities": PropertySchema(_CONTEXT_ACTIVITIES, "XAPI-00086"),
    "revision": PropertySchema(value_checks.check_text, "XAPI-00089"),
    "platform": PropertySchema(value_checks.check_text, "XAPI-00090"),
    "language": PropertySchema(value_checks.check_language_tag, "XAPI-00091"),
    "statement": PropertySchema(statement_ref, "XAPI-00092"),
    "extensions": PropertySchema(value_checks.extensions),
}
_ADDED_PARTS = {
    "contextAgents": PropertySchema(_relevant("contextAgent", "agent", agent)),
    "contextGroups": PropertySchema(_relevant("contextGroup", "group", group)),
}
#: The context of each version; 1.0.3 has no agents and groups with relevant types.
CONTEXTS = {
    XapiVersion.ONE: ObjectSchema("A context", "2.4.6", _PARTS),
    XapiVersion.TWO: ObjectSchema("A context", "2.4.6", _PARTS | _ADDED_PARTS),
}


def normalize_context_activities(statement: dict[str, Any]) -> dict[str, Any]:
    """Return a copy of a valid statement whose context activities are all lists.

    The store keeps and returns them so, in a sub-statement too (2.4.6.2).
    """
    changed = dict(statement)
    if "contextActivities" in changed.get("context", ()):
        given = changed["context"]["contextActivities"]
        listed = {
            key: [value] if isinstance(value, dict) else value
            for key, value in given.items()
        }
        changed["context"] = changed["context"] | {"contextActivities": listed}
    if changed["object"].get("objectType") == "SubStatement":
        changed["object"] = normalize_context_activities(changed["object"])
    return changed
