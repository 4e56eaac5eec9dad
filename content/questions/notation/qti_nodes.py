"""Nodes of a QTI item, with the element names of 2.1: texts, responses and scoring."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from content.questions.notation.xml_nodes import XmlNode

_DIGITS = 6


def build_words_div(text: str, kind: str = "") -> XmlNode:
    """Return a ``div`` with a text, which may have several lines."""
    attributes = {"class": kind} if kind else {}
    return XmlNode("div", *iter_lines(text), **attributes)


def iter_lines(text: str) -> Iterator[XmlNode | str]:
    """Yield the lines of ``text`` with breaks between them."""
    for number, line in enumerate(text.split("\n")):
        if number:
            yield XmlNode("br")
        if line:
            yield line


def build_match_score(*, is_mapped: bool = False) -> XmlNode:
    """Return scoring of all or nothing; if ``is_mapped``, by the weights of the parts."""
    if is_mapped:
        return set_outcome("SCORE", XmlNode("mapResponse", identifier="RESPONSE"))
    answer = XmlNode("variable", identifier="RESPONSE")
    return score_condition(
        XmlNode("match", answer, XmlNode("correct", identifier="RESPONSE"))
    )


def score_condition(condition: XmlNode) -> XmlNode:
    """Return scoring that gives the full score if ``condition`` is met, else zero."""
    return XmlNode(
        "responseCondition",
        XmlNode("responseIf", condition, set_outcome("SCORE", build_number("1"))),
        XmlNode("responseElse", set_outcome("SCORE", build_number("0"))),
    )


def set_outcome(name: str, value: XmlNode) -> XmlNode:
    """Return the node that sets the outcome ``name`` to ``value``."""
    return XmlNode("setOutcomeValue", value, identifier=name)


def build_number(text: str) -> XmlNode:
    """Return a node for a number."""
    return XmlNode("baseValue", text, baseType="float")


def declare_response(
    name: str, cardinality: str, base: str, values: Sequence[str]
) -> XmlNode:
    """Return the declaration of a response, with its correct values."""
    correct = XmlNode("correctResponse", *(XmlNode("value", text) for text in values))
    parts = [correct] if values else []
    return XmlNode(
        "responseDeclaration",
        *parts,
        identifier=name,
        cardinality=cardinality,
        baseType=base,
    )


def declare_choices(
    names: Mapping[str, bool], *, takes_several: bool, is_mapped: bool
) -> XmlNode:
    """Return the declaration of choices; ``names`` maps each to whether it is correct.

    If it ``is_mapped``, correct choices add to the score and wrong ones subtract.
    """
    right = [name for name, is_right in names.items() if is_right]
    cardinality = "multiple" if takes_several else "single"
    declaration = declare_response("RESPONSE", cardinality, "identifier", right)
    if is_mapped:
        part = calculate_mark_share(len(right))
        weights = [(name, part if one else -part) for name, one in names.items()]
        declaration.parts += build_score_mapping(weights)
    return declaration


def declare_typed_response(name: str, accepted: Sequence[str]) -> XmlNode:
    """Return the declaration of typed words; letter case does not matter."""
    declaration = declare_response(name, "single", "string", accepted[:1])
    entries = [
        XmlNode("mapEntry", mapKey=text, mappedValue="1", caseSensitive="false")
        for text in accepted
    ]
    declaration.parts.append(XmlNode("mapping", *entries, defaultValue="0"))
    return declaration


def build_score_mapping(weights: Sequence[tuple[str, Decimal]]) -> list[XmlNode]:
    """Return the nodes for the weight of each answer."""
    entries = [
        XmlNode("mapEntry", mapKey=name, mappedValue=f"{weight:f}")
        for name, weight in weights
    ]
    bounds = {"lowerBound": "0", "upperBound": "1", "defaultValue": "0"}
    return [XmlNode("mapping", *entries, **bounds)]


def calculate_mark_share(count: int) -> Decimal:
    """Return the share of the mark for one of ``count`` parts."""
    return round(Decimal(1) / max(count, 1), _DIGITS)
