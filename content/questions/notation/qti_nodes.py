"""Nodes of a QTI item, with the names of 2.1: texts, and how an answer is scored."""

from collections.abc import Iterator

from content.questions.notation.xml_nodes import XmlNode


def build_words_div(text: str, kind: str = "") -> XmlNode:
    """Return a ``div`` of a text that may have several lines."""
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
    """Return a score of all or nothing; where ``is_mapped``, of what the parts are worth."""
    if is_mapped:
        return set_outcome("SCORE", XmlNode("mapResponse", identifier="RESPONSE"))
    answer = XmlNode("variable", identifier="RESPONSE")
    return score_condition(
        XmlNode("match", answer, XmlNode("correct", identifier="RESPONSE"))
    )


def score_condition(condition: XmlNode) -> XmlNode:
    """Return the full score where ``condition`` holds, else none."""
    return XmlNode(
        "responseCondition",
        XmlNode("responseIf", condition, set_outcome("SCORE", build_number("1"))),
        XmlNode("responseElse", set_outcome("SCORE", build_number("0"))),
    )


def set_outcome(name: str, value: XmlNode) -> XmlNode:
    """Return what gives the outcome ``name`` its value."""
    return XmlNode("setOutcomeValue", value, identifier=name)


def build_number(text: str) -> XmlNode:
    """Return a number."""
    return XmlNode("baseValue", text, baseType="float")
