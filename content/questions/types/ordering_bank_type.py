"""Ordering questions in the bank."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from content.questions.blocks import StepBlock
from content.questions.notation.exchange_question import (
    ExchangeQuestion,
    QuestionError,
    clean_text,
)
from content.questions.notation.gift_answers import (
    GiftForm,
    escape_gift_text,
    restore_escapes,
)
from content.questions.notation.moodle_nodes import (
    MoodleTextReader,
    build_answer_node,
    parse_fraction,
)
from content.questions.notation.qti_items import QtiItem, list_correct_values
from content.questions.notation.qti_nodes import declare_response
from content.questions.notation.table_columns import TableRow, list_filled_places
from content.questions.notation.xml_nodes import XmlNode
from content.questions.types.bank_question_type import (
    BankQuestionType,
    Draft,
    Fields,
    MoodleAnswers,
    QtiAnswers,
    QuestionWithNotes,
)

#: A line of GIFT with this prefix belongs to no question.
_LINES = ("//", "$CATEGORY:")
_OPTIONS = re.compile(r"\A[\sA-Z0-9_]*\Z")


class OrderingBankType(BankQuestionType):
    """Steps in the correct order."""

    name = "ordering"
    part, block = "step", StepBlock(max_length=250)
    orders_parts = True
    gift_form = GiftForm.ORDER
    moodle_types = ("ordering",)
    qti_forms = ("orderInteraction",)

    def build_body(self, draft: Draft) -> Fields:
        blocks = self.list_blocks(draft)
        steps = [{"id": block.id, "text": str(block.value)} for block in blocks]
        return {"steps": steps}

    def build_key(self, draft: Draft) -> Fields:
        return {"order": [block.id for block in self.list_blocks(draft)]}

    def build_answer_parts(self, draft: Draft, blocks: Sequence[Any]) -> Fields:
        return {"steps": tuple(str(block.value) for block in blocks)}

    def build_block_values(
        self, question: ExchangeQuestion, gap_names: Sequence[str]
    ) -> list[Any]:
        return list(question.steps)

    def read_row(self, row: TableRow, language: str) -> Fields:
        places = list_filled_places(row, "choice")
        return {"steps": tuple(row.get(f"choice {n}", "") for n in places)}

    def find_gift_fault(self, question: ExchangeQuestion) -> str:
        if any("\n" in one or one.startswith(_LINES) for one in question.steps):
            return _(
                "GIFT cannot write steps that have several lines or start with //."
            )
        return ""

    def write_gift(self, question: ExchangeQuestion) -> str:
        steps = map(escape_gift_text, question.steps)
        return "\n".join([f">ALL VERTICAL {_get_grading(question)}", *steps])

    def read_gift(self, question: ExchangeQuestion, inside: str) -> QuestionWithNotes:
        first, *rest = inside[1:].split("\n")
        steps = rest if _OPTIONS.match(first) else [first, *rest]
        texts = tuple(restore_escapes(step) for step in steps if step.strip())
        is_exact = "ALL_OR_NOTHING" in first.split()
        question = replace(question, type=self.name, steps=texts)
        return replace(question, counts_parts=not is_exact), []

    def write_moodle(self, question: ExchangeQuestion) -> MoodleAnswers:
        steps = [
            build_answer_node(step, str(place))
            for place, step in enumerate(question.steps, start=1)
        ]
        return "ordering", [
            XmlNode("layouttype", "VERTICAL"),
            XmlNode("selecttype", "ALL"),
            XmlNode("selectcount", str(len(steps))),
            XmlNode("gradingtype", _get_grading(question)),
            XmlNode("showgrading", "HIDE"),
            *steps,
        ]

    def read_moodle(
        self, question: ExchangeQuestion, node: XmlNode, words: MoodleTextReader
    ) -> ExchangeQuestion:
        answers = sorted(node.all("answer"), key=parse_fraction)
        grading = clean_text(node.first("gradingtype").text)
        return replace(
            question,
            type=self.name,
            steps=tuple(words.of(one) for one in answers),
            counts_parts=grading not in {"ALL_OR_NOTHING", "-1"},
        )

    def write_qti(self, question: ExchangeQuestion) -> QtiAnswers:
        names = [f"step-{n}" for n in range(1, len(question.steps) + 1)]
        steps = [
            XmlNode("simpleChoice", text, identifier=name)
            for name, text in zip(names, question.steps, strict=True)
        ]
        interaction = XmlNode(
            "orderInteraction", *steps, responseIdentifier="RESPONSE", shuffle="true"
        )
        declaration = declare_response("RESPONSE", "ordered", "identifier", names)
        return [declaration], [interaction]

    def find_qti_loss(self, question: ExchangeQuestion) -> str:
        if question.counts_parts:
            return _(
                "Other systems mark the order as a whole; here each part counts again."
            )
        return ""

    def read_qti(self, question: ExchangeQuestion, item: QtiItem) -> QuestionWithNotes:
        texts = {
            one.get("identifier"): item.words.of(one)
            for one in item.interaction.under("simpleChoice")
        }
        order = list_correct_values(item.declaration)
        if sorted(order) != sorted(texts):
            raise QuestionError(
                _("The right order does not name each step exactly once."),
                item.interaction.line,
            )
        steps = tuple(texts[one] for one in order)
        return replace(question, type=self.name, steps=steps), []


def _get_grading(question: ExchangeQuestion) -> str:
    return "ABSOLUTE_POSITION" if question.counts_parts else "ALL_OR_NOTHING"
