"""Matching questions in the bank."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from content.questions.blocks import PairBlock
from content.questions.notation.exchange_question import (
    ExchangePair,
    ExchangeQuestion,
    QuestionError,
    clean_text,
)
from content.questions.notation.gift_answers import (
    GiftForm,
    escape_gift_text,
    iter_gift_answers,
    restore_escapes,
)
from content.questions.notation.moodle_nodes import MoodleTextReader, build_text_node
from content.questions.notation.qti_items import (
    QtiItem,
    list_correct_values,
    list_map_entries,
)
from content.questions.notation.qti_nodes import (
    build_score_mapping,
    calculate_mark_share,
    declare_response,
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
)


class MatchingBankType(BankQuestionType):
    """Pairs; a right-hand text shared by several pairs is one item."""

    name = "matching"
    part, block = "pair", PairBlock()
    gift_form = GiftForm.PAIRS
    moodle_types = ("matching", "match")
    qti_forms = ("matchInteraction",)
    qti_sums_parts = True

    def build_body(self, draft: Draft) -> Fields:
        return {
            "left": [
                {"id": block.id, "text": block.value["left"]}
                for block in self.list_blocks(draft)
                if block.value["left"]
            ],
            "right": [
                {"id": name, "text": text}
                for text, name in self._name_counterparts(draft).items()
            ],
        }

    def build_key(self, draft: Draft) -> Fields:
        names = self._name_counterparts(draft)
        return {
            "pairs": {
                block.id: names[block.value["right"].strip()]
                for block in self.list_blocks(draft)
                if block.value["left"]
            }
        }

    def _name_counterparts(self, draft: Draft) -> dict[str, str]:
        """Return the right-hand texts, each with the id of its first occurrence."""
        found: dict[str, str] = {}
        for block in self.list_blocks(draft):
            found.setdefault(block.value["right"].strip(), f"{block.id}-right")
        return found

    def build_answer_parts(self, draft: Draft, blocks: Sequence[Any]) -> Fields:
        return {
            "pairs": tuple(
                ExchangePair(block.value["left"] or "", block.value["right"])
                for block in blocks
            )
        }

    def build_block_values(
        self, question: ExchangeQuestion, gap_names: Sequence[str]
    ) -> list[Any]:
        return [{"left": one.left, "right": one.right} for one in question.pairs]

    def read_row(self, row: TableRow, language: str) -> Fields:
        sides = [list_filled_places(row, name) for name in ("choice", "counterpart")]
        pairs = tuple(
            ExchangePair(row.get(f"choice {n}", ""), row.get(f"counterpart {n}", ""))
            for n in max(sides, key=len)
        )
        if not all(clean_text(pair.right) for pair in pairs):
            raise QuestionError(
                _("A pair has no counterpart. Write one, or clear the whole pair.")
            )
        return {"pairs": pairs}

    def find_gift_loss(self, question: ExchangeQuestion) -> str:
        if any("->" in f"{pair.left}{pair.right}" for pair in question.pairs):
            return _("GIFT cannot write -> inside a pair; it becomes an arrow.")
        return ""

    def write_gift(self, question: ExchangeQuestion) -> str:
        return "".join(
            f"\n={_write_side(pair.left)} -> {_write_side(pair.right)}"
            for pair in question.pairs
        )

    def read_gift(self, question: ExchangeQuestion, inside: str) -> QuestionWithNotes:
        pairs = []
        for one in iter_gift_answers(inside):
            left, arrow, right = one.text.partition("->")
            if not arrow or not right.strip():
                raise QuestionError(
                    _("“%(text)s” is not a pair. Write = left -> right.")
                    % {"text": restore_escapes(one.text).strip()}
                )
            pairs.append(ExchangePair(restore_escapes(left), restore_escapes(right)))
        return self._pair(question, pairs), []

    def write_moodle(self, question: ExchangeQuestion) -> MoodleAnswers:
        pairs = [
            XmlNode(
                "subquestion",
                build_text_node(pair.left),
                XmlNode("answer", build_text_node(pair.right)),
                format="plain_text",
            )
            for pair in question.pairs
        ]
        return "matching", [XmlNode("shuffleanswers", "true"), *pairs]

    def read_moodle(
        self, question: ExchangeQuestion, node: XmlNode, words: MoodleTextReader
    ) -> ExchangeQuestion:
        pairs = [
            ExchangePair(words.of(one), clean_text(one.first("answer", "text").text))
            for one in node.all("subquestion")
        ]
        return self._pair(question, pairs)

    def write_qti(self, question: ExchangeQuestion) -> QtiAnswers:
        left = {n: one.left for n, one in enumerate(question.pairs, 1) if one.left}
        right = {n: one.right for n, one in enumerate(question.pairs, 1)}
        pairs = [f"left-{n} right-{n}" for n in left]
        declaration = declare_response("RESPONSE", "multiple", "directedPair", pairs)
        if question.counts_parts:
            declaration.parts += build_score_mapping(
                [(pair, calculate_mark_share(len(pairs))) for pair in pairs]
            )
        most = str(len(left))
        interaction = XmlNode(
            "matchInteraction",
            _build_set("left", left, "1"),
            _build_set("right", right, most),
            responseIdentifier="RESPONSE",
            shuffle="true",
            maxAssociations=most,
        )
        return [declaration], [interaction]

    def read_qti(self, question: ExchangeQuestion, item: QtiItem) -> QuestionWithNotes:
        node, declaration = item.interaction, item.declaration
        sides = [
            {one.get("identifier"): item.words.of(one) for one in side}
            for side in node.all("simpleMatchSet")
        ]
        found = [value.split() for value in list_correct_values(declaration)]
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
            ExchangePair("", text)
            for name, text in sides[1].items()
            if name not in used
        ]
        counts_parts = bool(list_map_entries(declaration))
        return replace(self._pair(question, pairs), counts_parts=counts_parts), []

    def _pair(
        self, question: ExchangeQuestion, pairs: Sequence[ExchangePair]
    ) -> ExchangeQuestion:
        return replace(question, type=self.name, pairs=tuple(pairs), counts_parts=True)


def _write_side(text: str) -> str:
    return escape_gift_text(text.replace("->", "→"))


def _build_set(side: str, texts: dict[int, str], most: str) -> XmlNode:
    choices = [
        XmlNode("simpleAssociableChoice", text, identifier=f"{side}-{n}", matchMax=most)
        for n, text in texts.items()
    ]
    return XmlNode("simpleMatchSet", *choices)
