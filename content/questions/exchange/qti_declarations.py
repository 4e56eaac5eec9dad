"""What is right in an item of QTI, with the names of 2.1."""

from collections.abc import Sequence
from decimal import Decimal

from content.questions.exchange.nodes import Node

_DIGITS = 6


def response(name: str, cardinality: str, base: str, values: Sequence[str]) -> Node:
    """Return the declaration of an answer, with what is right in it."""
    correct = Node("correctResponse", *(Node("value", text) for text in values))
    parts = [correct] if values else []
    return Node(
        "responseDeclaration",
        *parts,
        identifier=name,
        cardinality=cardinality,
        baseType=base,
    )


def typed(name: str, accepted: Sequence[str]) -> Node:
    """Return the declaration of words that are typed, in whatever letters."""
    declaration = response(name, "single", "string", accepted[:1])
    entries = [
        Node("mapEntry", mapKey=text, mappedValue="1", caseSensitive="false")
        for text in accepted
    ]
    declaration.parts.append(Node("mapping", *entries, defaultValue="0"))
    return declaration


def mapping(weights: Sequence[tuple[str, Decimal]]) -> list[Node]:
    """Return what each answer is worth."""
    entries = [
        Node("mapEntry", mapKey=name, mappedValue=f"{weight:f}")
        for name, weight in weights
    ]
    bounds = {"lowerBound": "0", "upperBound": "1", "defaultValue": "0"}
    return [Node("mapping", *entries, **bounds)]


def share(count: int) -> Decimal:
    """Return the part of the mark that one of ``count`` is worth."""
    return round(Decimal(1) / max(count, 1), _DIGITS)
