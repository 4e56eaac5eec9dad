"""How an item of QTI is marked, with the names of 2.1."""

from content.questions.exchange.exchange_question import ExchangeQuestion
from content.questions.exchange.xml_nodes import XmlNode

#: Kinds whose parts count by what each is worth.
_MAPPED = {"multiple", "matching", "hotspot"}


def build_response_processing(question: ExchangeQuestion) -> XmlNode:
    """Return how an answer is marked."""
    steps = []
    if question.type != "open":
        steps.append(_scored(question))
    if question.choices or question.regions:
        chosen = XmlNode("variable", identifier="RESPONSE")
        steps.append(_set("FEEDBACK", XmlNode("multiple", chosen)))
    if question.feedback:
        steps.append(
            _set("GENERAL", XmlNode("baseValue", "general", baseType="identifier"))
        )
    return XmlNode("responseProcessing", *steps)


def _scored(question: ExchangeQuestion) -> XmlNode:
    answer = XmlNode("variable", identifier="RESPONSE")
    right = XmlNode("correct", identifier="RESPONSE")
    mapped = XmlNode("mapResponse", identifier="RESPONSE")
    if question.type == "cloze":
        names = [f"GAP-{n}" for n in range(1, len(question.gaps) + 1)]
        marks = [XmlNode("mapResponse", identifier=name) for name in names]
        if question.counts_parts:
            count = _number(str(len(names)))
            return _set("SCORE", XmlNode("divide", XmlNode("sum", *marks), count))
        return _if(
            XmlNode("and", *(XmlNode("gte", one, _number("1")) for one in marks))
        )
    if question.type == "text":
        return _set("SCORE", mapped)
    if question.type == "numeric":
        tolerance = question.tolerance or "0"
        near = {"toleranceMode": "absolute", "tolerance": f"{tolerance} {tolerance}"}
        return _if(XmlNode("equal", answer, right, **near))
    if question.counts_parts and question.type in _MAPPED:
        return _set("SCORE", mapped)
    return _if(XmlNode("match", answer, right))


def _if(condition: XmlNode) -> XmlNode:
    return XmlNode(
        "responseCondition",
        XmlNode("responseIf", condition, _set("SCORE", _number("1"))),
        XmlNode("responseElse", _set("SCORE", _number("0"))),
    )


def _set(name: str, value: XmlNode) -> XmlNode:
    return XmlNode("setOutcomeValue", value, identifier=name)


def _number(text: str) -> XmlNode:
    return XmlNode("baseValue", text, baseType="float")
