"""The types of questions in the bank: authoring, release and exchange."""

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
    "index_bank_types",
    "list_answer_blocks",
    "list_type_choices",
    "list_type_panels",
    "split_lines",
]

#: Every type by its code, in the order of the studio’s list.
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


def list_type_choices() -> list[tuple[str, str | Promise]]:
    """Return the code and the label of every type."""
    return [(one.name, one.label) for one in BANK_TYPES.values()]


def list_answer_blocks() -> list[tuple[str, Block]]:
    """Return the blocks of answers, by name."""
    blocks = {one.part: one.block for one in BANK_TYPES.values() if one.block}
    return list(blocks.items())


def list_type_panels() -> list[Panel]:
    """Return the studio panels that the types add."""
    return [panel for one in BANK_TYPES.values() for panel in one.panels]


def index_bank_types(
    names: Callable[[BankQuestionType], Sequence[Any]],
) -> dict[Any, BankQuestionType]:
    """Return the types indexed by the format’s ``names`` for what each can read."""
    return {name: one for one in BANK_TYPES.values() for name in names(one)}
