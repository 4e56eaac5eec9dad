"""Writer for a QTI item, with the element names of 2.1.

Source: IMS Question and Test Interoperability, Assessment Test, Section and Item
Information Model, versions 2.1 and 3.0.
"""

from content.questions.notation.exchange_question import ExchangeQuestion
from content.questions.notation.qti_nodes import build_words_div, set_outcome
from content.questions.notation.xml_nodes import XmlNode
from content.questions.types import BANK_TYPES

#: Marks a file as ours, so that its texts are read verbatim.
TOOL = "prison-staff-training"


def build_qti_item(question: ExchangeQuestion, identifier: str) -> XmlNode:
    """Return the question as an ``assessmentItem`` without a namespace."""
    kind = BANK_TYPES[question.type]
    declarations, body = kind.write_qti(question)
    score = kind.build_qti_score(question)
    return XmlNode(
        "assessmentItem",
        *declarations,
        *([_outcome("SCORE", "float")] if score else []),
        _outcome("FEEDBACK", "identifier", cardinality="multiple"),
        _outcome("GENERAL", "identifier"),
        XmlNode("itemBody", build_words_div(question.stem, "stem"), *body),
        _response_processing(question, score),
        *kind.iter_qti_feedback(question),
        *_general(question),
        identifier=identifier,
        title=question.code,
        label=question.code,
        adaptive="false",
        timeDependent="false",
        toolName=TOOL,
        **{"xml:lang": question.language},
    )


def _response_processing(question: ExchangeQuestion, score: XmlNode | None) -> XmlNode:
    steps = [score] if score else []
    if question.choices or question.regions:
        chosen = XmlNode("variable", identifier="RESPONSE")
        steps.append(set_outcome("FEEDBACK", XmlNode("multiple", chosen)))
    if question.feedback:
        general = XmlNode("baseValue", "general", baseType="identifier")
        steps.append(set_outcome("GENERAL", general))
    return XmlNode("responseProcessing", *steps)


def _outcome(name: str, base: str, *, cardinality: str = "single") -> XmlNode:
    facts = {"identifier": name, "cardinality": cardinality, "baseType": base}
    return XmlNode("outcomeDeclaration", **facts)


def _general(question: ExchangeQuestion) -> list[XmlNode]:
    if not question.feedback:
        return []
    shown = {
        "outcomeIdentifier": "GENERAL",
        "identifier": "general",
        "showHide": "show",
    }
    return [XmlNode("modalFeedback", build_words_div(question.feedback), **shown)]
