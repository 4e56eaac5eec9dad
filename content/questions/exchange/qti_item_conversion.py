"""Conversion between questions and QTI items, with the element names of 2.1.

Source: IMS Question and Test Interoperability, Assessment Test, Section and Item
Information Model, versions 2.1 and 3.0.
"""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from content.questions.notation.exchange_question import ExchangeQuestion, QuestionError
from content.questions.notation.qti_items import (
    INLINE,
    PackagePictures,
    QtiItem,
    QtiTextReader,
)
from content.questions.notation.qti_nodes import build_words_div, set_outcome
from content.questions.notation.xml_nodes import XmlNode
from content.questions.types import BANK_TYPES, index_bank_types
from elearning.languages import CODES

#: Marks a file as ours, so that its texts are read verbatim.
TOOL = "prison-staff-training"
_MEDIA = ("img", "object", "audio", "video", "math", "table")


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


def read_qti_item(
    item: XmlNode, code: str, language: str, beside: PackagePictures
) -> tuple[ExchangeQuestion, tuple[str, ...]]:
    """Return the question of an item, and notes on what is left out.

    ``beside`` looks up pictures in the package.
    """
    spoken = item.get("lang").split("-")[0].lower()
    body = item.first("itemBody")
    interactions = list(_interactions(body))
    if not interactions:
        raise QuestionError(_("There is nothing to answer in this item."), item.line)
    words = QtiTextReader(is_ours=item.get("toolName") == TOOL)
    feedback = "\n".join(filter(None, map(words.of, _general_feedback(item))))
    question = ExchangeQuestion(
        spoken if spoken in CODES else language,
        "",
        _stem(body, words),
        code=code,
        feedback=feedback,
    )
    found = QtiItem(item, interactions, words, beside)
    kind = _TYPES[_form(found)]
    question, notes = kind.read_qti(question, found)
    if len(list(body.under(*_MEDIA))) > kind.qti_pictures:
        notes.append(_("Pictures, tables and formulas are left out."))
    return question, tuple(notes)


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


def _stem(body: XmlNode, words: QtiTextReader) -> str:
    ours = [node for node in body.all("div") if node.get("class") == "stem"]
    if ours:
        return words.of(ours[0])
    prompts = [words.of(node) for node in body.under("prompt")]
    return "\n".join(filter(None, [words.of(body), *prompts]))


def _interactions(body: XmlNode) -> Iterator[XmlNode]:
    for node in body:
        if node.tag.endswith("Interaction"):
            yield node
        else:
            yield from _interactions(node)


def _form(item: QtiItem) -> str:
    """Return the form of the answer, as listed in the types’ ``qti_forms``."""
    first, several = item.interaction, len(item.interactions) > 1
    is_inline = all(node.tag in INLINE for node in item.interactions)
    has_passage = any(one.get("class") == "passage" for one in item.body.all("div"))
    if is_inline and (several or has_passage or first.tag == "inlineChoiceInteraction"):
        return "gaps"
    if several:
        raise QuestionError(
            _("An item asks several things at once. Split it into several items."),
            item.interactions[1].line,
        )
    if first.tag == "textEntryInteraction":
        is_number = item.declaration.get("baseType") in {"float", "integer"}
        return f"{first.tag}/number" if is_number else first.tag
    if first.tag not in _TYPES:
        raise QuestionError(
            _("Questions of the type “%(type)s” cannot be read. Leave it out.")
            % {"type": first.tag},
            first.line,
        )
    return first.tag


def _general_feedback(item: XmlNode) -> list[XmlNode]:
    """Return the feedback of an item that belongs to no region."""
    regions = {
        one.get("identifier") for one in item.first("itemBody").under("hotspotChoice")
    }
    return [
        one
        for one in item.all("modalFeedback")
        if one.get("outcomeIdentifier") != "FEEDBACK"
        or one.get("identifier") not in regions
    ]


_TYPES = index_bank_types(lambda one: one.qti_forms)
