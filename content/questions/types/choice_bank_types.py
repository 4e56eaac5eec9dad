"""Choice questions in the bank: single, multiple, true or false, and scenarios."""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content.questions.blocks import ChoiceBlock
from content.questions.notation.exchange_question import (
    ExchangeChoice,
    ExchangeQuestion,
    QuestionError,
    clean_text,
    list_truth_words,
)
from content.questions.notation.gift_answers import (
    GiftForm,
    escape_gift_text,
    format_percent_share,
    iter_gift_answers,
    restore_escapes,
)
from content.questions.notation.moodle_nodes import (
    MoodleTextReader,
    build_answer_node,
    parse_fraction,
)
from content.questions.notation.qti_items import (
    QtiItem,
    list_map_entries,
    list_right_names,
)
from content.questions.notation.qti_nodes import declare_choices, iter_lines
from content.questions.notation.table_columns import (
    NO,
    YES,
    TableRow,
    build_cell_error,
    list_filled_places,
)
from content.questions.notation.xml_nodes import XmlNode
from content.questions.types.bank_question_type import (
    BankQuestionType,
    Draft,
    Fields,
    MoodleAnswers,
    QtiAnswers,
    QuestionWithNotes,
    build_right_key,
)


class ChoiceBankType(BankQuestionType):
    """Base of the types with choices."""

    part, block = "choice", ChoiceBlock()
    takes_several = False

    def build_body(self, draft: Draft) -> Fields:
        return {
            "choices": [
                {
                    "id": block.id,
                    "text": block.value["text"],
                    "feedback": block.value["feedback"],
                }
                for block in self.list_blocks(draft)
            ]
        }

    def build_key(self, draft: Draft) -> Fields:
        return build_right_key(self.list_blocks(draft))

    def build_answer_parts(self, draft: Draft, blocks: Sequence[Any]) -> Fields:
        return {
            "choices": tuple(
                ExchangeChoice(
                    value["text"], bool(value["correct"]), value["feedback"] or ""
                )
                for value in (block.value for block in blocks)
            )
        }

    def build_block_values(
        self, question: ExchangeQuestion, gap_names: Sequence[str]
    ) -> list[Any]:
        return [
            {"text": one.text, "correct": one.is_right, "feedback": one.feedback}
            for one in question.choices
        ]

    def read_row(self, row: TableRow, language: str) -> Fields:
        right = _read_right_places(row)
        places = list_filled_places(row, "choice")
        if right and max(right) > max(places, default=0):
            raise build_cell_error(
                "right", row["right"], _("There is no choice with that number.")
            )
        choices = tuple(
            ExchangeChoice(
                row.get(f"choice {n}", ""), n in right, row.get(f"comment {n}", "")
            )
            for n in places
        )
        if not all(clean_text(choice.text) for choice in choices):
            raise QuestionError(
                _("A choice before a filled one is empty. Close the gap.")
            )
        return {"choices": choices}

    def write_gift(self, question: ExchangeQuestion) -> str:
        right = sum(choice.is_right for choice in question.choices)
        weight = format_percent_share(right)
        lines = []
        for choice in question.choices:
            if self.takes_several or right != 1:
                sign = f"~%{weight}%" if choice.is_right else f"~%-{weight}%"
            else:
                sign = "=" if choice.is_right else "~"
            said = choice.feedback
            feedback = f"#{escape_gift_text(said)}" if said else ""
            lines.append(f"\n{sign}{escape_gift_text(choice.text)}{feedback}")
        return "".join(lines)

    def write_moodle(self, question: ExchangeQuestion) -> MoodleAnswers:
        right = sum(choice.is_right for choice in question.choices)
        takes_several = self.takes_several or right != 1
        share = format_percent_share(right)
        wrong = f"-{share}" if takes_several else "0"
        answers = [
            build_answer_node(one.text, share if one.is_right else wrong, one.feedback)
            for one in question.choices
        ]
        return "multichoice", [
            XmlNode("single", "false" if takes_several else "true"),
            XmlNode("shuffleanswers", self._shuffle()),
            XmlNode("answernumbering", "abc"),
            *answers,
        ]

    def write_qti(self, question: ExchangeQuestion) -> QtiAnswers:
        names = [f"choice-{n}" for n in range(1, len(question.choices) + 1)]
        named = list(zip(names, question.choices, strict=True))
        right = sum(choice.is_right for choice in question.choices)
        takes_several = self.takes_several or right != 1
        declaration = declare_choices(
            {name: one.is_right for name, one in named},
            takes_several=takes_several,
            is_mapped=question.counts_parts,
        )
        choices = [
            XmlNode(
                "simpleChoice",
                *iter_lines(one.text),
                *_build_inline_feedback(name, one.feedback),
                identifier=name,
            )
            for name, one in named
        ]
        interaction = XmlNode(
            "choiceInteraction",
            *choices,
            responseIdentifier="RESPONSE",
            shuffle=self._shuffle(),
            maxChoices="0" if takes_several else "1",
        )
        return [declaration], [interaction]

    def _shuffle(self) -> str:
        return "true"


class SingleChoiceBankType(ChoiceBankType):
    """One correct choice; a question read as this may turn out to be multiple choice."""

    name = "single"
    gift_form = GiftForm.CHOICES
    moodle_types = ("multichoice",)
    qti_forms = ("choiceInteraction",)

    def read_gift(self, question: ExchangeQuestion, inside: str) -> QuestionWithNotes:
        found = list(iter_gift_answers(inside))
        takes_several = not any(one.sign == "=" for one in found)
        choices = tuple(
            ExchangeChoice(
                restore_escapes(one.text),
                one.weight > 0 if takes_several else one.sign == "=",
                restore_escapes(one.feedback),
            )
            for one in found
        )
        uneven = len({one.weight for one in found if one.weight > 0}) > 1
        notes = [_say_weights_are_lost()] if uneven else []
        return _choose(question, choices, takes_several=takes_several), notes

    def read_moodle(
        self, question: ExchangeQuestion, node: XmlNode, words: MoodleTextReader
    ) -> ExchangeQuestion:
        single = clean_text(node.first("single").text).lower()
        takes_several = single in {"false", "0"}
        found = [(answer, parse_fraction(answer)) for answer in node.all("answer")]
        best = max((share for _answer, share in found), default=Decimal(0))
        choices = tuple(
            ExchangeChoice(
                words.of(answer),
                share > 0 and (takes_several or share == best),
                words.of(answer.first("feedback")),
            )
            for answer, share in found
        )
        if len({share for _answer, share in found if share > 0}) > 1:
            words.note(_say_weights_are_lost())
        return _choose(question, choices, takes_several=takes_several)

    def read_qti(self, question: ExchangeQuestion, item: QtiItem) -> QuestionWithNotes:
        declaration, words = item.declaration, item.words
        right = list_right_names(declaration)
        choices = tuple(
            ExchangeChoice(
                words.of(one),
                one.get("identifier") in right,
                "\n".join(words.of(inner) for inner in one.under("feedbackInline")),
            )
            for one in item.interaction.under("simpleChoice")
        )
        takes_several = declaration.get("cardinality") == "multiple"
        question = _choose(question, choices, takes_several=takes_several)
        counts_parts = takes_several and bool(list_map_entries(declaration))
        return replace(question, counts_parts=counts_parts), []


class MultipleChoiceBankType(ChoiceBankType):
    """Several correct choices."""

    name = "multiple"
    takes_several = True
    qti_sums_parts = True


class TrueFalseBankType(ChoiceBankType):
    """True or false; if the choices have other words, a tag names the type."""

    name = "truefalse"
    is_tagged = True
    gift_form = GiftForm.TRUTH
    moodle_types = ("truefalse",)

    def needs_tag(self, question: ExchangeQuestion) -> bool:
        return not _has_usual_words(question)

    def read_row(self, row: TableRow, language: str) -> Fields:
        words = list_truth_words(language)
        filled = dict(row)
        for n in (1, 2):
            filled[f"choice {n}"] = row.get(f"choice {n}") or words[n - 1]
        written = row.get("right", "").casefold()
        if written in YES or written in NO:
            filled["right"] = "1" if written in YES else "2"
        return super().read_row(filled, language)

    def write_gift(self, question: ExchangeQuestion) -> str:
        if not _has_usual_words(question):
            return super().write_gift(question)
        first, second = question.choices
        wrong, right = (second, first) if first.is_right else (first, second)
        word = "TRUE" if first.is_right else "FALSE"
        if not wrong.feedback and not right.feedback:
            return word
        feedbacks = map(escape_gift_text, (wrong.feedback, right.feedback))
        return "#".join([word, *feedbacks])

    def read_gift(self, question: ExchangeQuestion, inside: str) -> QuestionWithNotes:
        _word, *feedbacks = inside.split("#")
        wrong, right = (*map(restore_escapes, feedbacks), "", "")[:2]
        words = list_truth_words(question.language)
        is_true = inside[0] in "Tt"
        choices = (
            ExchangeChoice(words[0], is_true, right if is_true else wrong),
            ExchangeChoice(words[1], not is_true, wrong if is_true else right),
        )
        return replace(question, type=self.name, choices=choices), []

    def write_moodle(self, question: ExchangeQuestion) -> MoodleAnswers:
        if not _has_usual_words(question):
            return super().write_moodle(question)
        return "truefalse", [
            build_answer_node(word, "100" if one.is_right else "0", one.feedback)
            for word, one in zip(("true", "false"), question.choices, strict=True)
        ]

    def read_moodle(
        self, question: ExchangeQuestion, node: XmlNode, words: MoodleTextReader
    ) -> ExchangeQuestion:
        by_word = {
            clean_text(one.first("text").text).lower(): one
            for one in node.all("answer")
        }
        if set(by_word) != {"true", "false"}:
            raise QuestionError(_("Give two answers, true and false."))
        choices = tuple(
            ExchangeChoice(
                text,
                parse_fraction(by_word[word]) > 0,
                words.of(by_word[word].first("feedback")),
            )
            for word, text in zip(
                ("true", "false"), list_truth_words(question.language), strict=True
            )
        )
        return replace(question, type=self.name, choices=choices)

    def _shuffle(self) -> str:
        return "false"


class ScenarioBankType(ChoiceBankType):
    """A scenario, which no exam can ask: it is never released."""

    name = "scenario"
    is_tagged = True

    @property
    def label(self) -> str | Promise:
        return gettext_lazy("Scenario")


def _choose(
    question: ExchangeQuestion,
    choices: tuple[ExchangeChoice, ...],
    *,
    takes_several: bool,
) -> ExchangeQuestion:
    found = MultipleChoiceBankType if takes_several else SingleChoiceBankType
    return replace(
        question, type=found.name, choices=choices, counts_parts=takes_several
    )


def _has_usual_words(question: ExchangeQuestion) -> bool:
    words = tuple(choice.text for choice in question.choices)
    return words == list_truth_words(question.language)


def _read_right_places(row: TableRow) -> set[int]:
    parts = re.split(r"[\s,;]+", row.get("right", "").casefold())
    found = set()
    for part in filter(None, parts):
        if part.isascii() and part.isdigit():
            found.add(int(part[:4]))
        elif len(part) == 1 and "a" <= part <= "z":
            found.add(ord(part) - ord("a") + 1)
        else:
            reason = _("Write the numbers of the right choices: 1, 3.")
            raise build_cell_error("right", part, reason)
    return found


def _build_inline_feedback(name: str, feedback: str) -> list[XmlNode]:
    if not feedback:
        return []
    shown = {"outcomeIdentifier": "FEEDBACK", "identifier": name, "showHide": "show"}
    return [XmlNode("feedbackInline", *iter_lines(feedback), **shown)]


def _say_weights_are_lost() -> str:
    return _("The weights of choices are not kept: each right choice counts the same.")
