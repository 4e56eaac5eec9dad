"""The types of questions in the bank: how each is written, released and carried by files."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.functional import Promise
from wagtail.admin.panels import Panel
from wagtail.blocks import Block

from content.questions.types.bank_question_type import BankQuestionType, split_lines
from content.questions.types.branching_bank_type import BranchingBankType
from content.questions.types.choice_bank_types import (
    MultipleChoiceBankType,
    ScenarioBankType,
    SingleChoiceBankType,
    TrueFalseBankType,
)
from content.questions.types.cloze.cloze_bank_type import ClozeBankType
from content.questions.types.hotspot.hotspot_bank_type import HotspotBankType
from content.questions.types.matching_bank_type import MatchingBankType
from content.questions.types.numeric_bank_type import NumericBankType
from content.questions.types.open_answer_bank_type import OpenAnswerBankType
from content.questions.types.ordering_bank_type import OrderingBankType
from content.questions.types.short_text_bank_type import ShortTextBankType

__all__ = [
    "BANK_TYPES",
    "BankQuestionType",
    "get_bank_type",
    "index_bank_types",
    "list_answer_blocks",
    "list_type_choices",
    "list_type_panels",
    "split_lines",
]

#: Every type by its code, in the order in which the studio offers them.
BANK_TYPES: Mapping[str, BankQuestionType] = {
    one.name: one
    for one in (
        SingleChoiceBankType(),
        MultipleChoiceBankType(),
        TrueFalseBankType(),
        MatchingBankType(),
        OrderingBankType(),
        ClozeBankType(),
        NumericBankType(),
        ShortTextBankType(),
        BranchingBankType(),
        HotspotBankType(),
        OpenAnswerBankType(),
        ScenarioBankType(),
    )
}


def get_bank_type(name: str) -> BankQuestionType:
    """Return the type called ``name``; ``KeyError`` where the bank has none such."""
    return BANK_TYPES[name]


def list_type_choices() -> list[tuple[str, str | Promise]]:
    """Return the code and the label of every type."""
    return [(one.name, one.label) for one in BANK_TYPES.values()]


def list_answer_blocks() -> list[tuple[str, Block]]:
    """Return the blocks that answers are made of, by name."""
    blocks = {one.part: one.block for one in BANK_TYPES.values() if one.block}
    return list(blocks.items())


def list_type_panels() -> list[Panel]:
    """Return the panels of the studio that types bring along."""
    return [panel for one in BANK_TYPES.values() for panel in one.panels]


def index_bank_types(
    names: Callable[[BankQuestionType], Sequence[Any]],
) -> dict[Any, BankQuestionType]:
    """Return the types by the ``names`` that a format has for what each reads."""
    return {name: one for one in BANK_TYPES.values() for name in names(one)}
