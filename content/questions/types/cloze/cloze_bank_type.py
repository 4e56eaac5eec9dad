"""Texts with gaps in the bank."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from content.questions.blocks import GapBlock
from content.questions.notation.exchange_question import ExchangeGap, ExchangeQuestion
from content.questions.notation.moodle_nodes import MoodleTextReader
from content.questions.notation.qti_items import (
    QtiItem,
    list_accepted_values,
    list_correct_values,
    list_map_entries,
)
from content.questions.notation.qti_nodes import (
    build_number,
    build_score_mapping,
    declare_response,
    declare_typed_response,
    iter_lines,
    score_condition,
    set_outcome,
)
from content.questions.notation.table_columns import TableRow, list_filled_places
from content.questions.notation.xml_nodes import XmlNode
from content.questions.types.bank_question_type import (
    BankQuestionType,
    Draft,
    Fields,
    MoodleAnswers,
    QtiAnswers,
    QuestionWithNotes,
    split_lines,
)
from content.questions.types.cloze.moodle_gaps import parse_cloze, render_cloze
from courses.assessment.kinds.cloze_type import GAP

#: The key of the correct choice of a gap; the wrong ones are numbered.
_RIGHT = "right"


class ClozeBankType(BankQuestionType):
    """A passage with named gaps, which files number."""

    name = "cloze"
    part, block = "gap", GapBlock()
    moodle_types = ("cloze", "multianswer")
    qti_forms = ("gaps",)

    def build_body(self, draft: Draft) -> Fields:
        gaps = [
            {"id": block.value["name"], "choices": _build_gap_choices(block.value)}
            for block in self.list_blocks(draft)
        ]
        return {"text": draft.passage, "gaps": gaps}

    def build_key(self, draft: Draft) -> Fields:
        return {
            "gaps": {
                block.value["name"]: _RIGHT
                if split_lines(block.value["wrong"])
                else {draft.language: split_lines(block.value["accepted"])}
                for block in self.list_blocks(draft)
            }
        }

    def list_parts(self, draft: Draft, lead: Draft | None) -> list[Any]:
        """Return the gaps by name, numbers first."""
        blocks = self.list_blocks(draft)
        return sorted(blocks, key=lambda block: _order_name(block.value["name"]))

    def list_gap_names(self, blocks: Sequence[Any]) -> tuple[str, ...]:
        return tuple(block.value["name"] for block in blocks)

    def build_answer_parts(self, draft: Draft, blocks: Sequence[Any]) -> Fields:
        names = self.list_gap_names(blocks)
        numbers = {name: str(place) for place, name in enumerate(names, start=1)}
        return {
            "passage": GAP.sub(
                lambda found: f"[[{numbers.get(found[1], found[1])}]]", draft.passage
            ),
            "gaps": tuple(
                ExchangeGap(
                    tuple(split_lines(block.value["accepted"])),
                    tuple(split_lines(block.value["wrong"] or "")),
                )
                for block in blocks
            ),
        }

    def build_block_values(
        self, question: ExchangeQuestion, gap_names: Sequence[str]
    ) -> list[Any]:
        return [
            {
                "name": name,
                "accepted": "\n".join(one.accepted),
                "wrong": "\n".join(one.wrong),
            }
            for name, one in zip(gap_names, question.gaps, strict=True)
        ]

    def read_row(self, row: TableRow, language: str) -> Fields:
        gaps = tuple(
            ExchangeGap(
                tuple(row.get(f"choice {n}", "").split("\n")),
                tuple(row.get(f"counterpart {n}", "").split("\n")),
            )
            for n in list_filled_places(row, "choice")
        )
        return {"passage": row.get("passage", ""), "gaps": gaps}

    def find_gift_fault(self, question: ExchangeQuestion) -> str:
        return _(
            "GIFT does not support text with gaps. Use Moodle XML, QTI or a table."
        )

    def build_moodle_stem(self, question: ExchangeQuestion) -> tuple[str, str]:
        return render_cloze(question), "html"

    def write_moodle(self, question: ExchangeQuestion) -> MoodleAnswers:
        return "cloze", []

    def read_moodle(
        self, question: ExchangeQuestion, node: XmlNode, words: MoodleTextReader
    ) -> ExchangeQuestion:
        text = node.first("questiontext").first("text").text
        question, notes = parse_cloze(question, text)
        for note in notes:
            words.note(note)
        return question

    def write_qti(self, question: ExchangeQuestion) -> QtiAnswers:
        declarations = []
        for name, gap in zip(_list_responses(question), question.gaps, strict=True):
            if gap.wrong:
                declaration = declare_response(name, "single", "identifier", [_RIGHT])
                declaration.parts += build_score_mapping([(_RIGHT, Decimal(1))])
            else:
                declaration = declare_typed_response(name, gap.accepted)
            declarations.append(declaration)
        passage = XmlNode("div", *_iter_passage(question), **{"class": "passage"})
        return declarations, [passage]

    def build_qti_score(self, question: ExchangeQuestion) -> XmlNode:
        names = _list_responses(question)
        marks = [XmlNode("mapResponse", identifier=name) for name in names]
        if question.counts_parts:
            count = build_number(str(len(names)))
            return set_outcome(
                "SCORE", XmlNode("divide", XmlNode("sum", *marks), count)
            )
        full = [XmlNode("gte", one, build_number("1")) for one in marks]
        return score_condition(XmlNode("and", *full))

    def read_qti(self, question: ExchangeQuestion, item: QtiItem) -> QuestionWithNotes:
        ours = [one for one in item.body.all("div") if one.get("class") == "passage"]
        names = [node.get("responseIdentifier") for node in item.interactions]
        numbers = {name: place for place, name in enumerate(names, start=1)}
        if ours and all(re.fullmatch("GAP-[0-9]{1,2}", name) for name in names):
            numbers = {name: int(name[4:]) for name in names}
        gaps = {
            numbers[node.get("responseIdentifier")]: _read_gap(item, node)
            for node in item.interactions
        }
        stem = question.stem
        if not ours:
            with override(question.language):
                stem = _("Fill in the gaps.")
        declared = map(item.find_declaration, item.interactions)
        divided = list(item.node.first("responseProcessing").under("divide", "sum"))
        return replace(
            question,
            type=self.name,
            stem=stem,
            passage=item.words.with_gaps(ours[0] if ours else item.body, numbers),
            gaps=tuple(gaps[number] for number in sorted(gaps)),
            counts_parts=bool(divided) and any(map(list_map_entries, declared)),
        ), []


def _build_gap_choices(value: Mapping[str, str]) -> list[dict[str, str]]:
    wrong = split_lines(value["wrong"])
    if not wrong:
        return []
    texts = [*split_lines(value["accepted"])[:1], *wrong]
    names = [_RIGHT, *(f"wrong-{number}" for number in range(1, len(texts)))]
    return [{"id": name, "text": text} for name, text in zip(names, texts, strict=True)]


def _order_name(name: str) -> tuple[int, str]:
    return (int(name), "") if re.fullmatch("[0-9]+", name) else (1000, name)


def _list_responses(question: ExchangeQuestion) -> list[str]:
    return [f"GAP-{number}" for number in range(1, len(question.gaps) + 1)]


def _iter_passage(question: ExchangeQuestion) -> Iterator[XmlNode | str]:
    end = 0
    for found in GAP.finditer(question.passage):
        yield from iter_lines(question.passage[end : found.start()])
        yield _build_gap_node(question, int(found[1]))
        end = found.end()
    yield from iter_lines(question.passage[end:])


def _build_gap_node(question: ExchangeQuestion, number: int) -> XmlNode:
    gap, name = question.gaps[number - 1], f"GAP-{number}"
    if not gap.wrong:
        return XmlNode("textEntryInteraction", responseIdentifier=name)
    texts = [(_RIGHT, gap.accepted[0])]
    texts += [(f"wrong-{n}", text) for n, text in enumerate(gap.wrong, start=1)]
    choices = [XmlNode("inlineChoice", text, identifier=one) for one, text in texts]
    return XmlNode(
        "inlineChoiceInteraction", *choices, responseIdentifier=name, shuffle="true"
    )


def _read_gap(item: QtiItem, node: XmlNode) -> ExchangeGap:
    declaration = item.find_declaration(node)
    if node.tag == "textEntryInteraction":
        return ExchangeGap(list_accepted_values(declaration))
    right = set(list_correct_values(declaration))
    choices = [
        (one.get("identifier") in right, item.words.of(one))
        for one in node.under("inlineChoice")
    ]
    return ExchangeGap(
        tuple(text for is_right, text in choices if is_right),
        tuple(text for is_right, text in choices if not is_right),
    )
