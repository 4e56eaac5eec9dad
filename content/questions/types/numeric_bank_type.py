"""Numeric questions in the bank."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from content.questions.notation.exchange_question import (
    ExchangeQuestion,
    QuestionError,
    clean_text,
)
from content.questions.notation.gift_answers import (
    GiftForm,
    iter_gift_answers,
    restore_escapes,
)
from content.questions.notation.moodle_nodes import (
    MoodleTextReader,
    build_answer_node,
    parse_fraction,
)
from content.questions.notation.qti_items import QtiItem, list_correct_values
from content.questions.notation.qti_nodes import declare_response, score_condition
from content.questions.notation.table_columns import TableRow
from content.questions.notation.xml_nodes import XmlNode
from content.questions.types.bank_question_type import (
    BankQuestionType,
    Draft,
    Fields,
    MoodleAnswers,
    QtiAnswers,
    QuestionWithNotes,
)


class NumericBankType(BankQuestionType):
    """A number with a tolerance and a unit."""

    name = "numeric"
    answer_field = "answer"
    gift_form = GiftForm.NUMBER
    moodle_types = ("numerical",)
    qti_forms = ("textEntryInteraction/number",)

    def build_body(self, draft: Draft) -> Fields:
        return {"unit": draft.unit} if draft.unit else {}

    def build_key(self, draft: Draft) -> Fields:
        written = (draft.answer, draft.tolerance or "0")
        value, tolerance = (text.strip().replace(",", ".") for text in written)
        return {"value": value, "tolerance": tolerance}

    def build_answer_parts(self, draft: Draft, blocks: Sequence[Any]) -> Fields:
        return _parse_number(draft.answer, draft.tolerance, draft.unit)

    def read_row(self, row: TableRow, language: str) -> Fields:
        names = ("answer", "tolerance", "unit")
        return _parse_number(*(row.get(name, "") for name in names))

    def write_gift(self, question: ExchangeQuestion) -> str:
        return f"#{question.number}:{question.tolerance or 0}"

    def read_gift(self, question: ExchangeQuestion, inside: str) -> QuestionWithNotes:
        inside = inside[1:]
        found = list(iter_gift_answers(inside)) or list(iter_gift_answers(f"={inside}"))
        best = max(found, key=lambda one: one.weight)
        number, tolerance = _parse_range(restore_escapes(best.text))
        question = replace(question, type=self.name, number=number, tolerance=tolerance)
        return question, [_say_one_is_kept()] if len(found) > 1 else []

    def write_moodle(self, question: ExchangeQuestion) -> MoodleAnswers:
        answer = build_answer_node(question.number, "100")
        answer.parts.append(XmlNode("tolerance", question.tolerance or "0"))
        if not question.unit:
            return "numerical", [answer]
        unit = XmlNode(
            "unit", XmlNode("multiplier", "1"), XmlNode("unit_name", question.unit)
        )
        return "numerical", [answer, XmlNode("units", unit), XmlNode("showunits", "3")]

    def read_moodle(
        self, question: ExchangeQuestion, node: XmlNode, words: MoodleTextReader
    ) -> ExchangeQuestion:
        answers = node.all("answer")
        if not answers:
            raise QuestionError(_("Give the right number."))
        best = max(answers, key=parse_fraction)
        if len(answers) > 1:
            words.note(_say_one_is_kept())
        units = list(node.first("units").under("unit_name"))
        return replace(
            question,
            type=self.name,
            number=words.of(best),
            tolerance=clean_text(best.first("tolerance").text),
            unit=units[0].text if units else "",
        )

    def write_qti(self, question: ExchangeQuestion) -> QtiAnswers:
        entry = XmlNode("textEntryInteraction", responseIdentifier="RESPONSE")
        unit = [XmlNode("span", question.unit, **{"class": "unit"})]
        declaration = declare_response("RESPONSE", "single", "float", [question.number])
        return [declaration], [XmlNode("p", entry, *(unit if question.unit else []))]

    def build_qti_score(self, question: ExchangeQuestion) -> XmlNode:
        tolerance = question.tolerance or "0"
        return score_condition(
            XmlNode(
                "equal",
                XmlNode("variable", identifier="RESPONSE"),
                XmlNode("correct", identifier="RESPONSE"),
                toleranceMode="absolute",
                tolerance=f"{tolerance} {tolerance}",
            )
        )

    def read_qti(self, question: ExchangeQuestion, item: QtiItem) -> QuestionWithNotes:
        values = list_correct_values(item.declaration)
        if not values:
            raise QuestionError(_("Give the right number."), item.interaction.line)
        equals = item.node.first("responseProcessing").under("equal")
        equal = next(equals, XmlNode("equal"))
        tolerances = equal.get("tolerance").split()
        is_absolute = equal.get("toleranceMode") == "absolute"
        units = [
            item.words.of(one)
            for one in item.body.under("span")
            if one.get("class") == "unit"
        ]
        return replace(
            question,
            type=self.name,
            number=values[0],
            tolerance=tolerances[0] if tolerances and is_absolute else "",
            unit=units[0] if units else "",
        ), []


def _parse_number(number: str, tolerance: str, unit: str) -> dict[str, str]:
    return {
        "number": number.replace(",", "."),
        "tolerance": tolerance.replace(",", "."),
        "unit": unit,
    }


def _parse_range(text: str) -> tuple[str, str]:
    """Return number and tolerance from ``15:1`` or ``14..16``."""
    low, dots, high = text.partition("..")
    number, _colon, tolerance = text.partition(":")
    try:
        if dots:
            ends = Decimal(low.strip()), Decimal(high.strip())
            middle = (ends[0] + ends[1]) / 2
            number, tolerance = f"{middle:f}", f"{abs(ends[1] - middle):f}"
        Decimal(number.strip()), Decimal(tolerance.strip() or "0")
    except ArithmeticError:
        raise QuestionError(
            _("“%(text)s” is not a number. Write {#15:1} for 15, give or take 1.")
            % {"text": text.strip()}
        ) from None
    return number, tolerance


def _say_one_is_kept() -> str:
    return _("Only the number that is worth most is kept.")
