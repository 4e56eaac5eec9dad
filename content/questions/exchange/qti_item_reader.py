"""Read an item of QTI, with the names of 2.1, as a question."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import override

from content.questions.exchange.exchange_question import (
    ExchangeChoice,
    ExchangeGap,
    ExchangePair,
    ExchangeQuestion,
    QuestionError,
)
from content.questions.exchange.qti_hotspots import (
    PackagePictures,
    list_general_feedback,
    read_hotspot,
)
from content.questions.exchange.qti_items import TOOL
from content.questions.exchange.qti_text import INLINE, QtiTextReader
from content.questions.exchange.xml_nodes import XmlNode
from elearning.languages import CODES

_MEDIA = ("img", "object", "audio", "video", "math", "table")


def read_qti_item(
    item: XmlNode, code: str, language: str, beside: PackagePictures
) -> tuple[ExchangeQuestion, tuple[str, ...]]:
    """Return the question of an item, and what of it is left out.

    ``beside`` finds the pictures of its package.
    """
    spoken = item.get("lang").split("-")[0].lower()
    body = item.first("itemBody")
    interactions = list(_interactions(body))
    if not interactions:
        raise QuestionError(_("There is nothing to answer in this item."), item.line)
    words = QtiTextReader(is_ours=item.get("toolName") == TOOL)
    feedback = "\n".join(filter(None, map(words.of, list_general_feedback(item))))
    question = ExchangeQuestion(
        spoken if spoken in CODES else language,
        "",
        _stem(body, words),
        code=code,
        feedback=feedback,
    )
    notes: list[str] = []
    first, shown = interactions[0], 0
    if first.tag == "hotspotInteraction" and len(interactions) == 1:
        question, notes = read_hotspot(question, item, first, words, beside)
        shown = 1
    else:
        question = _answered(question, item, interactions, words)
    if len(list(body.under(*_MEDIA))) > shown:
        notes.append(_("Pictures, tables and formulas are left out."))
    return question, tuple(notes)


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


def _answered(
    question: ExchangeQuestion,
    item: XmlNode,
    interactions: list[XmlNode],
    words: QtiTextReader,
) -> ExchangeQuestion:
    first = interactions[0]
    base = _declared(item, first.get("responseIdentifier")).get("baseType")
    is_gap = first.tag == "inlineChoiceInteraction" or len(interactions) > 1
    has_passage = any(
        node.get("class") == "passage" for node in item.first("itemBody").all("div")
    )
    if all(node.tag in INLINE for node in interactions) and (is_gap or has_passage):
        return _cloze(question, item, interactions, words)
    if len(interactions) > 1:
        raise QuestionError(
            _("An item asks several things at once. Split it into several items."),
            interactions[1].line,
        )
    if first.tag == "textEntryInteraction":
        numeric = base in {"float", "integer"}
        read = _numeric if numeric else _short
        return read(question, item, first, words)
    builder = _BUILDERS.get(first.tag)
    if builder is None:
        raise QuestionError(
            _("Questions of the type “%(type)s” cannot be read. Leave it out.")
            % {"type": first.tag},
            first.line,
        )
    return builder(question, item, first, words)


def _choosing(
    question: ExchangeQuestion, item: XmlNode, node: XmlNode, words: QtiTextReader
) -> ExchangeQuestion:
    declaration = _declared(item, node.get("responseIdentifier"))
    right = set(_values(declaration)) or {
        entry.get("mapKey") for entry in _entries(declaration) if _worth(entry) > 0
    }
    choices = tuple(
        ExchangeChoice(
            words.of(one),
            one.get("identifier") in right,
            "\n".join(words.of(inner) for inner in one.under("feedbackInline")),
        )
        for one in node.under("simpleChoice")
    )
    takes_several = declaration.get("cardinality") == "multiple"
    return replace(
        question,
        type="multiple" if takes_several else "single",
        choices=choices,
        counts_parts=takes_several and bool(_entries(declaration)),
    )


def _matching(
    question: ExchangeQuestion, item: XmlNode, node: XmlNode, words: QtiTextReader
) -> ExchangeQuestion:
    declaration = _declared(item, node.get("responseIdentifier"))
    sides = [
        {one.get("identifier"): words.of(one) for one in side}
        for side in node.all("simpleMatchSet")
    ]
    found = [value.split() for value in _values(declaration)]
    if len(sides) != 2 or any(
        len(pair) != 2 or pair[0] not in sides[0] or pair[1] not in sides[1]
        for pair in found
    ):
        raise QuestionError(
            _("The right pairs name things that are not there."), node.line
        )
    by_left = dict(found)
    pairs = [
        ExchangePair(text, sides[1][by_left[name]])
        for name, text in sides[0].items()
        if name in by_left
    ]
    used = set(by_left.values())
    pairs += [
        ExchangePair("", text) for name, text in sides[1].items() if name not in used
    ]
    return replace(
        question,
        type="matching",
        pairs=tuple(pairs),
        counts_parts=bool(_entries(declaration)),
    )


def _ordering(
    question: ExchangeQuestion, item: XmlNode, node: XmlNode, words: QtiTextReader
) -> ExchangeQuestion:
    texts = {one.get("identifier"): words.of(one) for one in node.under("simpleChoice")}
    order = _values(_declared(item, node.get("responseIdentifier")))
    if sorted(order) != sorted(texts):
        raise QuestionError(
            _("The right order does not name each step exactly once."), node.line
        )
    return replace(question, type="ordering", steps=tuple(texts[one] for one in order))


def _numeric(
    question: ExchangeQuestion, item: XmlNode, node: XmlNode, words: QtiTextReader
) -> ExchangeQuestion:
    values = _values(_declared(item, node.get("responseIdentifier")))
    if not values:
        raise QuestionError(_("Give the right number."), node.line)
    equal = next(
        iter(item.first("responseProcessing").under("equal")), XmlNode("equal")
    )
    tolerances = equal.get("tolerance").split()
    is_absolute = equal.get("toleranceMode") == "absolute"
    units = [
        words.of(one)
        for one in item.first("itemBody").under("span")
        if one.get("class") == "unit"
    ]
    return replace(
        question,
        type="numeric",
        number=values[0],
        tolerance=tolerances[0] if tolerances and is_absolute else "",
        unit=units[0] if units else "",
    )


def _short(
    question: ExchangeQuestion, item: XmlNode, node: XmlNode, words: QtiTextReader
) -> ExchangeQuestion:
    declaration = _declared(item, node.get("responseIdentifier"))
    return replace(question, type="text", accepted=_accepted(declaration))


def _open(
    question: ExchangeQuestion, item: XmlNode, node: XmlNode, words: QtiTextReader
) -> ExchangeQuestion:
    rubrics = [
        XmlNode("div", *rubric.parts)
        for rubric in item.first("itemBody").under("rubricBlock")
    ]
    sample = "\n".join(filter(None, map(words.of, rubrics)))
    return replace(question, type="open", sample=sample)


def _cloze(
    question: ExchangeQuestion,
    item: XmlNode,
    interactions: list[XmlNode],
    words: QtiTextReader,
) -> ExchangeQuestion:
    body = item.first("itemBody")
    ours = [node for node in body.all("div") if node.get("class") == "passage"]
    names = [node.get("responseIdentifier") for node in interactions]
    numbers = {name: place for place, name in enumerate(names, start=1)}
    if ours and all(re.fullmatch("GAP-[0-9]{1,2}", name) for name in names):
        numbers = {name: int(name[4:]) for name in names}
    passage = words.with_gaps(ours[0] if ours else body, numbers)
    gaps = {
        numbers[node.get("responseIdentifier")]: _gap(item, node, words)
        for node in interactions
    }
    stem = question.stem
    if not ours:
        with override(question.language):
            stem = _("Fill in the gaps.")
    declared = [_declared(item, name) for name in names]
    divided = list(item.first("responseProcessing").under("divide", "sum"))
    return replace(
        question,
        type="cloze",
        stem=stem,
        passage=passage,
        gaps=tuple(gaps[number] for number in sorted(gaps)),
        counts_parts=bool(divided) and any(_entries(one) for one in declared),
    )


def _gap(item: XmlNode, node: XmlNode, words: QtiTextReader) -> ExchangeGap:
    declaration = _declared(item, node.get("responseIdentifier"))
    if node.tag == "textEntryInteraction":
        return ExchangeGap(_accepted(declaration))
    right = set(_values(declaration))
    choices = [
        (one.get("identifier") in right, words.of(one))
        for one in node.under("inlineChoice")
    ]
    return ExchangeGap(
        tuple(text for is_right, text in choices if is_right),
        tuple(text for is_right, text in choices if not is_right),
    )


def _accepted(declaration: XmlNode) -> tuple[str, ...]:
    full = [one.get("mapKey") for one in _entries(declaration) if _worth(one) > 0]
    return tuple(dict.fromkeys([*_values(declaration), *full]))


def _declared(item: XmlNode, name: str) -> XmlNode:
    for node in item.all("responseDeclaration"):
        if node.get("identifier") == name:
            return node
    return XmlNode("responseDeclaration")


def _values(declaration: XmlNode) -> list[str]:
    return [
        node.text.strip() for node in declaration.first("correctResponse").all("value")
    ]


def _entries(declaration: XmlNode) -> list[XmlNode]:
    return declaration.first("mapping").all("mapEntry")


def _worth(entry: XmlNode) -> Decimal:
    try:
        return Decimal(entry.get("mappedValue") or "0")
    except ArithmeticError:
        return Decimal(0)


_BUILDERS: dict[
    str, Callable[[ExchangeQuestion, XmlNode, XmlNode, QtiTextReader], ExchangeQuestion]
] = {
    "choiceInteraction": _choosing,
    "matchInteraction": _matching,
    "orderInteraction": _ordering,
    "extendedTextInteraction": _open,
}
