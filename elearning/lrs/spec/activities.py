"""Activities and their definitions, interactions included."""

from typing import Any

from elearning.lrs.spec import values
from elearning.lrs.spec.flaws import SpecError
from elearning.lrs.spec.shapes import Shape, constant, list_of

#: The kinds of interaction and the lists of components each may have (2.4.4.1).
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
_COMPONENT_LISTS = frozenset({"choices", "scale", "source", "target", "steps"})
_OF_INTERACTIONS = _COMPONENT_LISTS | {"correctResponsesPattern"}

_COMPONENT = Shape(
    "An interaction component",
    "2.4.4.1",
    {"id": values.text, "description": values.language_map},
    required=frozenset({"id"}),
)
_components_listed = list_of(_COMPONENT, "2.4.4.1")


def _components(value: Any) -> None:
    _components_listed(value)
    if len({item["id"] for item in value}) != len(value):
        raise SpecError("2.4.4.1", "The ids of a list of components are distinct.")


def _interaction_type(value: Any) -> None:
    if not isinstance(value, str) or value not in _COMPONENTS:
        raise SpecError("2.4.4.1", "This is not a kind of interaction.")


_DEFINITION = Shape(
    "A definition",
    "2.4.4.1",
    {
        "name": values.language_map,
        "description": values.language_map,
        "type": values.iri,
        "moreInfo": values.iri,
        "extensions": values.extensions,
        "interactionType": _interaction_type,
        "correctResponsesPattern": list_of(values.text, "2.4.4.1"),
        **dict.fromkeys(_COMPONENT_LISTS, _components),
    },
)


def definition(value: Any) -> None:
    """Accept a definition whose interaction, if it is one, hangs together."""
    _DEFINITION(value)
    used = _OF_INTERACTIONS & value.keys()
    if not used:
        return
    if "interactionType" not in value:
        raise SpecError("2.4.4.1", "An interaction names its interactionType.")
    kind = value["interactionType"]
    if strange := (used & _COMPONENT_LISTS) - _COMPONENTS[kind]:
        raise SpecError(
            "2.4.4.1", f"An interaction “{kind}” has no {', '.join(sorted(strange))}."
        )


activity = Shape(
    "An activity",
    "2.4.4.1",
    {
        "objectType": constant("Activity", "2.4.4.1"),
        "id": values.iri,
        "definition": definition,
    },
    required=frozenset({"id"}),
)
