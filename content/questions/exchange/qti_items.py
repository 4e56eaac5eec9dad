"""A question as an item of QTI, with the names of 2.1.

Source: IMS Question and Test Interoperability, Assessment Test, Section and Item
Information Model, versions 2.1 and 3.0.
"""

import re
from collections.abc import Callable, Iterator
from decimal import Decimal

from content.questions.exchange.nodes import Node
from content.questions.exchange.qti_declarations import (
    mapping,
    response,
    share,
    typed,
)
from content.questions.exchange.qti_processing import processing_of
from content.questions.exchange.qti_regions import pointing
from content.questions.exchange.question import GAP, Question

#: What says that a file is ours: its texts are to the letter.
TOOL = "prison-staff-training"


def item_of(question: Question, identifier: str) -> Node:
    """Return the question as an ``assessmentItem`` without a namespace."""
    build = _BUILDERS[question.type]
    declarations, body = build(question)
    scored = [] if question.type == "open" else [_outcome("SCORE", "float")]
    return Node(
        "assessmentItem",
        *declarations,
        *scored,
        _outcome("FEEDBACK", "identifier", cardinality="multiple"),
        _outcome("GENERAL", "identifier"),
        Node("itemBody", _words("div", question.stem, kind="stem"), *body),
        processing_of(question),
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


def _choosing(question: Question) -> tuple[list[Node], list[Node]]:
    names = [f"choice-{n}" for n in range(1, len(question.choices) + 1)]
    right = [
        name for name, one in zip(names, question.choices, strict=True) if one.is_right
    ]
    takes_several = question.type == "multiple" or len(right) != 1
    part = share(len(right))
    weights = [(name, part if name in right else -part) for name in names]
    mapped = mapping(weights) if question.counts_parts else []
    declaration = response(
        "RESPONSE", "multiple" if takes_several else "single", "identifier", right
    )
    declaration.parts += mapped
    choices = [
        Node(
            "simpleChoice",
            *_broken(one.text),
            *_inline(name, one.feedback),
            identifier=name,
        )
        for name, one in zip(names, question.choices, strict=True)
    ]
    interaction = Node(
        "choiceInteraction",
        *choices,
        responseIdentifier="RESPONSE",
        shuffle="false" if question.type == "truefalse" else "true",
        maxChoices="0" if takes_several else "1",
    )
    return [declaration], [interaction]


def _matching(question: Question) -> tuple[list[Node], list[Node]]:
    left = {n: one.left for n, one in enumerate(question.pairs, 1) if one.left}
    right = {n: one.right for n, one in enumerate(question.pairs, 1)}
    pairs = [f"left-{n} right-{n}" for n in left]
    declaration = response("RESPONSE", "multiple", "directedPair", pairs)
    if question.counts_parts:
        declaration.parts += mapping([(pair, share(len(pairs))) for pair in pairs])
    most = str(len(left))
    sides = [
        Node(
            "simpleMatchSet",
            *(
                Node(
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
    interaction = Node(
        "matchInteraction",
        *sides,
        responseIdentifier="RESPONSE",
        shuffle="true",
        maxAssociations=most,
    )
    return [declaration], [interaction]


def _ordering(question: Question) -> tuple[list[Node], list[Node]]:
    names = [f"step-{n}" for n in range(1, len(question.steps) + 1)]
    steps = [
        Node("simpleChoice", text, identifier=name)
        for name, text in zip(names, question.steps, strict=True)
    ]
    interaction = Node(
        "orderInteraction", *steps, responseIdentifier="RESPONSE", shuffle="true"
    )
    return [response("RESPONSE", "ordered", "identifier", names)], [interaction]


def _numeric(question: Question) -> tuple[list[Node], list[Node]]:
    entry = Node("textEntryInteraction", responseIdentifier="RESPONSE")
    unit = [Node("span", question.unit, **{"class": "unit"})] if question.unit else []
    declaration = response("RESPONSE", "single", "float", [question.number])
    return [declaration], [Node("p", entry, *unit)]


def _short(question: Question) -> tuple[list[Node], list[Node]]:
    declaration = typed("RESPONSE", question.accepted)
    entry = Node("textEntryInteraction", responseIdentifier="RESPONSE")
    return [declaration], [Node("p", entry)]


def _open(question: Question) -> tuple[list[Node], list[Node]]:
    entry = Node("extendedTextInteraction", responseIdentifier="RESPONSE")
    rubric = [
        Node("rubricBlock", _words("div", question.sample), view="scorer")
    ] * bool(question.sample)
    return [response("RESPONSE", "single", "string", [])], [entry, *rubric]


def _cloze(question: Question) -> tuple[list[Node], list[Node]]:
    declarations = []
    for number, gap in enumerate(question.gaps, start=1):
        name = f"GAP-{number}"
        if gap.wrong:
            declaration = response(name, "single", "identifier", ["right"])
            declaration.parts += mapping([("right", Decimal(1))])
        else:
            declaration = typed(name, gap.accepted)
        declarations.append(declaration)
    passage = Node("div", *_passage(question), **{"class": "passage"})
    return declarations, [passage]


def _passage(question: Question) -> Iterator[Node | str]:
    end = 0
    for found in GAP.finditer(question.passage):
        yield from _broken(question.passage[end : found.start()])
        yield _gap(question, int(found[1]))
        end = found.end()
    yield from _broken(question.passage[end:])


def _gap(question: Question, number: int) -> Node:
    gap, name = question.gaps[number - 1], f"GAP-{number}"
    if not gap.wrong:
        return Node("textEntryInteraction", responseIdentifier=name)
    texts = [("right", gap.accepted[0])]
    texts += [(f"wrong-{n}", text) for n, text in enumerate(gap.wrong, start=1)]
    choices = [Node("inlineChoice", text, identifier=one) for one, text in texts]
    return Node(
        "inlineChoiceInteraction", *choices, responseIdentifier=name, shuffle="true"
    )


def _outcome(name: str, base: str, *, cardinality: str = "single") -> Node:
    facts = {"identifier": name, "cardinality": cardinality, "baseType": base}
    return Node("outcomeDeclaration", **facts)


def _inline(name: str, feedback: str) -> list[Node]:
    if not feedback:
        return []
    shown = {"outcomeIdentifier": "FEEDBACK", "identifier": name, "showHide": "show"}
    return [Node("feedbackInline", *_broken(feedback), **shown)]


def _of_regions(question: Question) -> Iterator[Node]:
    """Yield the feedback on each region: inside a picture there is no room for it."""
    for place, one in enumerate(question.regions, start=1):
        if one.feedback:
            shown = {"identifier": f"region-{place}", "showHide": "show"}
            words = _words("div", one.feedback)
            yield Node("modalFeedback", words, outcomeIdentifier="FEEDBACK", **shown)


def _general(question: Question) -> list[Node]:
    if not question.feedback:
        return []
    shown = {
        "outcomeIdentifier": "GENERAL",
        "identifier": "general",
        "showHide": "show",
    }
    return [Node("modalFeedback", _words("div", question.feedback), **shown)]


def _words(tag: str, text: str, *, kind: str = "") -> Node:
    attributes = {"class": kind} if kind else {}
    return Node(tag, *_broken(text), **attributes)


def _broken(text: str) -> Iterator[Node | str]:
    for number, line in enumerate(re.split("\n", text)):
        if number:
            yield Node("br")
        if line:
            yield line


_BUILDERS: dict[str, Callable[[Question], tuple[list[Node], list[Node]]]] = {
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
    "hotspot": pointing,
}
