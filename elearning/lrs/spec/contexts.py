"""Contexts: where, in which course, with whom."""

from collections.abc import Iterator
from typing import Any

from elearning.lrs.spec import values
from elearning.lrs.spec.activities import activity
from elearning.lrs.spec.actors import actor, agent, group
from elearning.lrs.spec.flaws import SpecError
from elearning.lrs.spec.shapes import Check, Form, ListOf, Part, Shape, constant
from elearning.lrs.spec.versions import Version

#: Where 2.0.0 describes what it adds.
_ADDED = "IEEE 9274.1.1, 4.2.2.5"

statement_ref = Shape(
    "A reference to a statement",
    "2.4.4.3",
    {
        "objectType": Part(constant("StatementRef", "2.4.4.3"), "XAPI-00073"),
        "id": Part(values.uuid, "XAPI-00072"),
    },
    required={"objectType": "XAPI-00073", "id": "XAPI-00072"},
)


class _OneOrMany(Form):
    """One activity, as 0.95 wrote it, or a list of them (2.4.6.2)."""

    _many = ListOf(activity, "2.4.6.2")

    def flaws(self, value: Any) -> Iterator[SpecError]:
        if isinstance(value, dict):
            return activity.flaws(value)
        return self._many.flaws(value)


_CONTEXT_ACTIVITIES = Shape(
    "The context activities",
    "2.4.6.2",
    dict.fromkeys(
        ("parent", "grouping", "category", "other"), Part(_OneOrMany(), "XAPI-00094")
    ),
    unknown="XAPI-00093",
)


def _not_empty(listed: list[Any]) -> Iterator[SpecError]:
    if not listed:
        yield SpecError(_ADDED, "Name a type, or leave the list away.")


def _relevant(kind: str, key: str, check: Check) -> ListOf:
    """Return the form of a list of agents or groups, each with what makes it relevant."""
    shape = Shape(
        f"A {kind}",
        _ADDED,
        {
            "objectType": Part(constant(kind, _ADDED)),
            key: Part(check),
            "relevantTypes": Part(ListOf(values.iri, _ADDED, rule=_not_empty)),
        },
        required={"objectType": "", key: ""},
    )
    return ListOf(shape, _ADDED)


_PARTS = {
    "registration": Part(values.uuid, "XAPI-00087"),
    "instructor": Part(actor, "XAPI-00087"),
    "team": Part(group, "XAPI-00088"),
    "contextActivities": Part(_CONTEXT_ACTIVITIES, "XAPI-00086"),
    "revision": Part(values.text, "XAPI-00089"),
    "platform": Part(values.text, "XAPI-00090"),
    "language": Part(values.language, "XAPI-00091"),
    "statement": Part(statement_ref, "XAPI-00092"),
    "extensions": Part(values.extensions),
}
_ADDED_PARTS = {
    "contextAgents": Part(_relevant("contextAgent", "agent", agent)),
    "contextGroups": Part(_relevant("contextGroup", "group", group)),
}
#: The context of each version; 1.0.3 knows no agents and groups with relevant types.
CONTEXTS = {
    Version.ONE: Shape("A context", "2.4.6", _PARTS),
    Version.TWO: Shape("A context", "2.4.6", _PARTS | _ADDED_PARTS),
}


def with_lists(statement: dict[str, Any]) -> dict[str, Any]:
    """Return a copy of a valid statement whose context activities are lists, even of one.

    So a store keeps and returns them, in a sub-statement too (2.4.6.2).
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
        changed["object"] = with_lists(changed["object"])
    return changed
