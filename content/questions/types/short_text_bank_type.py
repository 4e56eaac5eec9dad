"""Short answers in the bank."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from content.questions.notation.exchange_question import ExchangeQuestion, clean_text
from content.questions.notation.gift_answers import (
    GiftForm,
    escape_gift_text,
    iter_gift_answers,
    restore_escapes,
)
from content.questions.notation.moodle_nodes import (
    MoodleTextReader,
    build_answer_node,
    parse_fraction,
)
from content.questions.notation.qti_items import QtiItem, list_accepted_values
from content.questions.notation.qti_nodes import (
    build_match_score,
    declare_typed_response,
)
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


class ShortTextBankType(BankQuestionType):
    """A short text; one accepted answer per line."""

    name = "text"
    answer_field = "answer"
    gift_form = GiftForm.TEXTS
    moodle_types = ("shortanswer",)
    qti_forms = ("textEntryInteraction",)

    def build_key(self, draft: Draft) -> Fields:
        return {"accepted": {draft.language: split_lines(draft.answer)}}

    def build_answer_parts(self, draft: Draft, blocks: Sequence[Any]) -> Fields:
        return {"accepted": tuple(split_lines(draft.answer))}

    def read_row(self, row: TableRow, language: str) -> Fields:
        return {"accepted": tuple(row.get("answer", "").split("\n"))}

    def find_gift_fault(self, question: ExchangeQuestion) -> str:
        if any("->" in text for text in question.accepted):
            return _("GIFT reads -> in a short answer as a pair.")
        return ""

    def write_gift(self, question: ExchangeQuestion) -> str:
        return "".join(f"\n={escape_gift_text(text)}" for text in question.accepted)

    def read_gift(self, question: ExchangeQuestion, inside: str) -> QuestionWithNotes:
        found = list(iter_gift_answers(inside))
        whole = [one for one in found if one.weight >= 100]
        notes = _list_losses(
            parts=len(whole) < len(found),
            feedback=any(one.feedback.strip() for one in found),
        )
        texts = tuple(restore_escapes(one.text) for one in whole)
        return replace(question, type=self.name, accepted=texts), notes

    def write_moodle(self, question: ExchangeQuestion) -> MoodleAnswers:
        answers = [build_answer_node(text, "100") for text in question.accepted]
        return "shortanswer", [XmlNode("usecase", "0"), *answers]

    def read_moodle(
        self, question: ExchangeQuestion, node: XmlNode, words: MoodleTextReader
    ) -> ExchangeQuestion:
        answers = node.all("answer")
        whole = [one for one in answers if parse_fraction(one) >= 100]
        for note in _list_losses(
            parts=len(whole) < len(answers),
            feedback=any(clean_text(one.first("feedback").text) for one in answers),
        ):
            words.note(note)
        texts = tuple(one.first("text").text for one in whole)
        return replace(question, type=self.name, accepted=texts)

    def write_qti(self, question: ExchangeQuestion) -> QtiAnswers:
        declaration = declare_typed_response("RESPONSE", question.accepted)
        entry = XmlNode("textEntryInteraction", responseIdentifier="RESPONSE")
        return [declaration], [XmlNode("p", entry)]

    def build_qti_score(self, question: ExchangeQuestion) -> XmlNode:
        return build_match_score(is_mapped=True)

    def read_qti(self, question: ExchangeQuestion, item: QtiItem) -> QuestionWithNotes:
        accepted = list_accepted_values(item.declaration)
        return replace(question, type=self.name, accepted=accepted), []


def _list_losses(*, parts: bool, feedback: bool) -> list[str]:
    losses = []
    if parts:
        losses.append(_("Answers that are worth a part of the mark are left out."))
    if feedback:
        losses.append(_("Feedback on single short answers is left out."))
    return losses
