"""How an item of QTI is marked, with the names of 2.1."""

from content.questions.exchange.nodes import Node
from content.questions.exchange.question import Question

#: Kinds whose parts count by what each is worth.
_MAPPED = {"multiple", "matching", "hotspot"}


def processing_of(question: Question) -> Node:
    """Return how an answer is marked."""
    steps = []
    if question.type != "open":
        steps.append(_scored(question))
    if question.choices or question.regions:
        chosen = Node("variable", identifier="RESPONSE")
        steps.append(_set("FEEDBACK", Node("multiple", chosen)))
    if question.feedback:
        steps.append(
            _set("GENERAL", Node("baseValue", "general", baseType="identifier"))
        )
    return Node("responseProcessing", *steps)


def _scored(question: Question) -> Node:
    answer = Node("variable", identifier="RESPONSE")
    right = Node("correct", identifier="RESPONSE")
    mapped = Node("mapResponse", identifier="RESPONSE")
    if question.type == "cloze":
        names = [f"GAP-{n}" for n in range(1, len(question.gaps) + 1)]
        marks = [Node("mapResponse", identifier=name) for name in names]
        if question.counts_parts:
            count = _number(str(len(names)))
            return _set("SCORE", Node("divide", Node("sum", *marks), count))
        return _if(Node("and", *(Node("gte", one, _number("1")) for one in marks)))
    if question.type == "text":
        return _set("SCORE", mapped)
    if question.type == "numeric":
        tolerance = question.tolerance or "0"
        near = {"toleranceMode": "absolute", "tolerance": f"{tolerance} {tolerance}"}
        return _if(Node("equal", answer, right, **near))
    if question.counts_parts and question.type in _MAPPED:
        return _set("SCORE", mapped)
    return _if(Node("match", answer, right))


def _if(condition: Node) -> Node:
    return Node(
        "responseCondition",
        Node("responseIf", condition, _set("SCORE", _number("1"))),
        Node("responseElse", _set("SCORE", _number("0"))),
    )


def _set(name: str, value: Node) -> Node:
    return Node("setOutcomeValue", value, identifier=name)


def _number(text: str) -> Node:
    return Node("baseValue", text, baseType="float")
