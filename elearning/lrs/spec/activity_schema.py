"""Activities and their definitions, including interactions."""

from collections.abc import Iterator
from typing import Any

from elearning.lrs.spec import value_checks
from elearning.lrs.spec.errors import SpecError
from elearning.lrs.spec.schemas import (
    ListSchema,
    ObjectSchema,
    PropertySchema,
    build_constant_check,
)

#: The interaction types and the component lists each may have (2.4.4.1).
_COMPONENTS: dict[str, frozenset[str]] = {
    "choice": frozenset({"choices"}),
    "sequencing": frozenset({"choices"}),
    "likert": frozenset({"scale"}),
    "matching": frozenset({"source", "target"}),
    "performance": frozenset({"steps"}),
    "true-false": frozenset(),
    "fill-in": frozenset(),
    "long-fill-in": frozenset(),
    "numeric": frozenset(),
    "other": frozenset(),
}


def _distinct(components: list[dict[str, Any]]) -> Iterator[SpecError]:
    if len({item["id"] for item in components}) != len(components):
        wrong = "The ids of a list of components are distinct."
        yield SpecError("2.4.4.1", wrong, "XAPI-00058")


_COMPONENT = ObjectSchema(
    "An interaction component",
    "2.4.4.1",
    {
        "id": PropertySchema(value_checks.check_text, "XAPI-00058"),
        "description": PropertySchema(value_checks.language_map, "XAPI-00062"),
    },
    required={"id": "XAPI-00058"},
)
_components = ListSchema(_COMPONENT, "2.4.4.1", rule=_distinct)
_COMPONENT_LISTS = {
    "choices": PropertySchema(_components, "XAPI-00055"),
    "scale": PropertySchema(_components, "XAPI-00054"),
    "source": PropertySchema(_components, "XAPI-00053"),
    "target": PropertySchema(_components, "XAPI-00052"),
    "steps": PropertySchema(_components, "XAPI-00051"),
}
_OF_INTERACTIONS = _COMPONENT_LISTS.keys() | {"correctResponsesPattern"}


def _interaction_type(value: Any) -> None:
    if not isinstance(value, str) or value not in _COMPONENTS:
        wrong = "This is not a kind of interaction."
        raise SpecError("2.4.4.1", wrong, "XAPI-00009")


def _interaction(definition: dict[str, Any]) -> Iterator[SpecError]:
    used = _OF_INTERACTIONS & definition.keys()
    kind = definition.get("interactionType")
    if used and kind is None:
        wrong = "An interaction names its interactionType."
        yield SpecError("2.4.4.1", wrong, "XAPI-00064")
    if kind is not None:
        strange = (used & _COMPONENT_LISTS.keys()) - _COMPONENTS[kind]
        for key in sorted(strange):
            wrong = f"An interaction “{kind}” has no {key}."
            yield SpecError("2.4.4.1", wrong, "XAPI-00010").inside(key)


#: A definition, with a consistent interaction if it is one.
definition = ObjectSchema(
    "A definition",
    "2.4.4.1",
    {
        "name": PropertySchema(value_checks.language_map, "XAPI-00056"),
        "description": PropertySchema(value_checks.language_map, "XAPI-00059"),
        "type": PropertySchema(value_checks.check_iri, "XAPI-00060"),
        "moreInfo": PropertySchema(value_checks.check_iri, "XAPI-00061"),
        "extensions": PropertySchema(value_checks.extensions, "XAPI-00057"),
        "interactionType": PropertySchema(_interaction_type, "XAPI-00049"),
        "correctResponsesPattern": PropertySchema(
            ListSchema(value_checks.check_text, "2.4.4.1"), "XAPI-00050"
        ),
        **_COMPONENT_LISTS,
    },
    rules=[_interaction],
)
activity = ObjectSchema(
    "An activity",
    "2.4.4.1",
    {
        "objectType": PropertySchema(
            build_constant_check("Activity", "2.4.4.1"), "XAPI-00046"
        ),
        "id": PropertySchema(value_checks.check_iri, "XAPI-00047"),
        "definition": PropertySchema(definition, "XAPI-00048"),
    },
    required={"id": "XAPI-00047"},
)
