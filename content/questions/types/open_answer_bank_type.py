"""Open answers in the bank."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content.questions.blocks import CriterionBlock
from content.questions.notation.exchange_question import ExchangeQuestion
from content.questions.notation.gift_answers import GiftForm
from content.questions.notation.moodle_nodes import MoodleTextReader, build_words_node
from content.questions.notation.qti_items import QtiItem
from content.questions.notation.qti_nodes import build_words_div, declare_response
from content.questions.notation.table_columns import TableRow
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
from content.questions.types.default_rubric import list_default_criteria
from courses.assessment.kinds.open_answer_type import USUAL


class OpenAnswerBankType(BankQuestionType):
    """A text that trainers mark by criteria; files carry its expected content."""

    name = "open"
    part, block = "criterion", CriterionBlock()
    carries_parts = False
    practice_refusal = gettext_lazy(
        "A trainer marks an open answer, so it cannot be used for practice."
    )
    gift_form = GiftForm.EMPTY
    moodle_types = ("essay",)
    qti_forms = ("extendedTextInteraction",)

    def build_body(self, draft: Draft) -> Fields:
        """Return the criteria; the default rubric if the question has none."""
        own = [
            {
                "id": block.id,
                "text": block.value["text"],
                "levels": split_lines(block.value["levels"]),
            }
            for block in self.list_blocks(draft)
        ]
        return {
            "limit": draft.limit,
            "sample": draft.answer,
            "criteria": own or list_default_criteria(draft.language),
        }

    def build_key(self, draft: Draft) -> Fields:
        criteria = self.build_body(draft)["criteria"]
        return {
            "criteria": {one["id"]: len(one["levels"]) - 1 for one in criteria},
            "markers": draft.markers,
            "credit": "part",
        }

    def build_marking_facts(self, draft: Draft) -> Fields:
        criteria = self.build_body(draft)["criteria"]
        return {"criteria": criteria, "markers": draft.markers, "limit": draft.limit}

    def build_answer_parts(self, draft: Draft, blocks: Sequence[Any]) -> Fields:
        return {"sample": draft.answer}

    def find_draft_loss(self, draft: Draft) -> str:
        """Return a loss for criteria, markers or a limit that differ from the defaults."""
        if (draft.limit, draft.markers) == (USUAL, 1) and not draft.answers:
            return ""
        return _(
            "How trainers mark the open answer (criteria, number of markers, "
            "character limit) stays in the bank."
        )

    def read_row(self, row: TableRow, language: str) -> Fields:
        return {"sample": row.get("answer", "")}

    def find_gift_loss(self, question: ExchangeQuestion) -> str:
        if not question.sample:
            return ""
        return _("GIFT has no place for what an open answer must contain.")

    def write_gift(self, question: ExchangeQuestion) -> str:
        return ""

    def read_gift(self, question: ExchangeQuestion, inside: str) -> QuestionWithNotes:
        return replace(question, type=self.name), []

    def write_moodle(self, question: ExchangeQuestion) -> MoodleAnswers:
        return "essay", [
            XmlNode("responseformat", "editor"),
            XmlNode("responserequired", "1"),
            XmlNode("responsefieldlines", "10"),
            XmlNode("attachments", "0"),
            build_words_node("graderinfo", question.sample),
        ]

    def read_moodle(
        self, question: ExchangeQuestion, node: XmlNode, words: MoodleTextReader
    ) -> ExchangeQuestion:
        sample = words.of(node.first("graderinfo"))
        return replace(question, type=self.name, sample=sample)

    def write_qti(self, question: ExchangeQuestion) -> QtiAnswers:
        body = [XmlNode("extendedTextInteraction", responseIdentifier="RESPONSE")]
        if question.sample:
            sample = build_words_div(question.sample)
            body.append(XmlNode("rubricBlock", sample, view="scorer"))
        return [declare_response("RESPONSE", "single", "string", [])], body

    def build_qti_score(self, question: ExchangeQuestion) -> None:
        return None

    def read_qti(self, question: ExchangeQuestion, item: QtiItem) -> QuestionWithNotes:
        rubrics = (XmlNode("div", *one.parts) for one in item.body.under("rubricBlock"))
        sample = "\n".join(filter(None, map(item.words.of, rubrics)))
        return replace(question, type=self.name, sample=sample), []
