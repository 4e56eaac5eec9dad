"""Nodes of a QTI item, with the element names of 2.1, for texts and scoring."""

from collections.abc import Iterator

from content.questions.notation.xml_nodes import XmlNode


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
