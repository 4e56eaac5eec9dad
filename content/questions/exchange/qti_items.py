"""A question as an item of QTI, with the names of 2.1.

Source: IMS Question and Test Interoperability, Assessment Test, Section and Item
Information Model, versions 2.1 and 3.0.
"""

import re
from collections.abc import Callable, Iterator
from decimal import Decimal

from content.questions.exchange.exchange_question import GAP, ExchangeQuestion
from content.questions.exchange.qti_declarations import (
    build_score_mapping,
    calculate_mark_share,
    declare_response,
    declare_typed_response,
)
from content.questions.exchange.qti_hotspots import build_hotspot
from content.questions.exchange.qti_response_rules import build_response_processing
from content.questions.exchange.xml_nodes import XmlNode

#: What says that a file is ours: its texts are to the letter.
TOOL = "prison-staff-training"


def build_qti_item(question: ExchangeQuestion, identifier: str) -> XmlNode:
    """Return the question as an ``assessmentItem`` without a namespace."""
    build = _BUILDERS[question.type]
    declarations, body = build(question)
    scored = [] if question.type == "open" else [_outcome("SCORE", "float")]
    return XmlNode(
        "assessmentItem",
        *declarations,
        *scored,
        _outcome("FEEDBACK", "identifier", cardinality="multiple"),
        _outcome("GENERAL", "identifier"),
        XmlNode("itemBody", _words("div", question.stem, kind="stem"), *body),
        build_response_processing(question),
        *_of_regions(question),
        *_general(question),
        identifier=identifier,
        title=question.code,
        label=question.code,
        adaptive="false",
        timeDependent="false",
        toolName=TOOL,
        **{"xml:lang": question.language},
    )


def _choosing(question: ExchangeQuestion) -> tuple[list[XmlNode], list[XmlNode]]:
    names = [f"choice-{n}" for n in range(1, len(question.choices) + 1)]
    right = [
        name for name, one in zip(names, question.choices, strict=True) if one.is_right
    ]
    takes_several = question.type == "multiple" or len(right) != 1
    part = calculate_mark_share(len(right))
    weights = [(name, part if name in right else -part) for name in names]
    mapped = build_score_mapping(weights) if question.counts_parts else []
    declaration = declare_response(
        "RESPONSE", "multiple" if takes_several else "single", "identifier", right
    )
    declaration.parts += mapped
    choices = [
        XmlNode(
            "simpleChoice",
            *_broken(one.text),
            *_inline(name, one.feedback),
            identifier=name,
        )
        for name, one in zip(names, question.choices, strict=True)
    ]
    interaction = XmlNode(
        "choiceInteraction",
        *choices,
        responseIdentifier="RESPONSE",
        shuffle="false" if question.type == "truefalse" else "true",
        maxChoices="0" if takes_several else "1",
    )
    return [declaration], [interaction]


def _matching(question: ExchangeQuestion) -> tuple[list[XmlNode], list[XmlNode]]:
    left = {n: one.left for n, one in enumerate(question.pairs, 1) if one.left}
    right = {n: one.right for n, one in enumerate(question.pairs, 1)}
    pairs = [f"left-{n} right-{n}" for n in left]
    declaration = declare_response("RESPONSE", "multiple", "directedPair", pairs)
    if question.counts_parts:
        declaration.parts += build_score_mapping(
            [(pair, calculate_mark_share(len(pairs))) for pair in pairs]
        )
    most = str(len(left))
    sides = [
        XmlNode(
            "simpleMatchSet",
            *(
                XmlNode(
                    "simpleAssociableChoice",
                    text,
                    identifier=f"{side}-{n}",
                    matchMax="1" if side == "left" else most,
                )
                for n, text in texts.items()
            ),
        )
        for side, texts in (("left", left), ("right", right))
    ]
    interaction = XmlNode(
        "matchInteraction",
        *sides,
        responseIdentifier="RESPONSE",
        shuffle="true",
        maxAssociations=most,
    )
    return [declaration], [interaction]


def _ordering(question: ExchangeQuestion) -> tuple[list[XmlNode], list[XmlNode]]:
    names = [f"step-{n}" for n in range(1, len(question.steps) + 1)]
    steps = [
        XmlNode("simpleChoice", text, identifier=name)
        for name, text in zip(names, question.steps, strict=True)
    ]
    interaction = XmlNode(
        "orderInteraction", *steps, responseIdentifier="RESPONSE", shuffle="true"
    )
    return [declare_response("RESPONSE", "ordered", "identifier", names)], [interaction]


def _numeric(question: ExchangeQuestion) -> tuple[list[XmlNode], list[XmlNode]]:
    entry = XmlNode("textEntryInteraction", responseIdentifier="RESPONSE")
    unit = (
        [XmlNode("span", question.unit, **{"class": "unit"})] if question.unit else []
    )
    declaration = declare_response("RESPONSE", "single", "float", [question.number])
    return [declaration], [XmlNode("p", entry, *unit)]


def _short(question: ExchangeQuestion) -> tuple[list[XmlNode], list[XmlNode]]:
    declaration = declare_typed_response("RESPONSE", question.accepted)
    entry = XmlNode("textEntryInteraction", responseIdentifier="RESPONSE")
    return [declaration], [XmlNode("p", entry)]


def _open(question: ExchangeQuestion) -> tuple[list[XmlNode], list[XmlNode]]:
    entry = XmlNode("extendedTextInteraction", responseIdentifier="RESPONSE")
    rubric = [
        XmlNode("rubricBlock", _words("div", question.sample), view="scorer")
    ] * bool(question.sample)
    return [declare_response("RESPONSE", "single", "string", [])], [entry, *rubric]


def _cloze(question: ExchangeQuestion) -> tuple[list[XmlNode], list[XmlNode]]:
    declarations = []
    for number, gap in enumerate(question.gaps, start=1):
        name = f"GAP-{number}"
        if gap.wrong:
            declaration = declare_response(name, "single", "identifier", ["right"])
            declaration.parts += build_score_mapping([("right", Decimal(1))])
        else:
            declaration = declare_typed_response(name, gap.accepted)
        declarations.append(declaration)
    passage = XmlNode("div", *_passage(question), **{"class": "passage"})
    return declarations, [passage]


def _passage(question: ExchangeQuestion) -> Iterator[XmlNode | str]:
    end = 0
    for found in GAP.finditer(question.passage):
        yield from _broken(question.passage[end : found.start()])
        yield _gap(question, int(found[1]))
        end = found.end()
    yield from _broken(question.passage[end:])


def _gap(question: ExchangeQuestion, number: int) -> XmlNode:
    gap, name = question.gaps[number - 1], f"GAP-{number}"
    if not gap.wrong:
        return XmlNode("textEntryInteraction", responseIdentifier=name)
    texts = [("right", gap.accepted[0])]
    texts += [(f"wrong-{n}", text) for n, text in enumerate(gap.wrong, start=1)]
    choices = [XmlNode("inlineChoice", text, identifier=one) for one, text in texts]
    return XmlNode(
        "inlineChoiceInteraction", *choices, responseIdentifier=name, shuffle="true"
    )


def _outcome(name: str, base: str, *, cardinality: str = "single") -> XmlNode:
    facts = {"identifier": name, "cardinality": cardinality, "baseType": base}
    return XmlNode("outcomeDeclaration", **facts)


def _inline(name: str, feedback: str) -> list[XmlNode]:
    if not feedback:
        return []
    shown = {"outcomeIdentifier": "FEEDBACK", "identifier": name, "showHide": "show"}
    return [XmlNode("feedbackInline", *_broken(feedback), **shown)]


def _of_regions(question: ExchangeQuestion) -> Iterator[XmlNode]:
    """Yield the feedback on each region: inside a picture there is no room for it."""
    for place, one in enumerate(question.regions, start=1):
        if one.feedback:
            shown = {"identifier": f"region-{place}", "showHide": "show"}
            words = _words("div", one.feedback)
            yield XmlNode("modalFeedback", words, outcomeIdentifier="FEEDBACK", **shown)


def _general(question: ExchangeQuestion) -> list[XmlNode]:
    if not question.feedback:
        return []
    shown = {
        "outcomeIdentifier": "GENERAL",
        "identifier": "general",
        "showHide": "show",
    }
    return [XmlNode("modalFeedback", _words("div", question.feedback), **shown)]


def _words(tag: str, text: str, *, kind: str = "") -> XmlNode:
    attributes = {"class": kind} if kind else {}
    return XmlNode(tag, *_broken(text), **attributes)


def _broken(text: str) -> Iterator[XmlNode | str]:
    for number, line in enumerate(re.split("\n", text)):
        if number:
            yield XmlNode("br")
        if line:
            yield line


_BUILDERS: dict[
    str, Callable[[ExchangeQuestion], tuple[list[XmlNode], list[XmlNode]]]
] = {
    "single": _choosing,
    "multiple": _choosing,
    "truefalse": _choosing,
    "scenario": _choosing,
    "matching": _matching,
    "ordering": _ordering,
    "numeric": _numeric,
    "text": _short,
    "cloze": _cloze,
    "open": _open,
    "hotspot": build_hotspot,
}
