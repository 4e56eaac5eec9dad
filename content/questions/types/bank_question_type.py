"""Base class of question types in the bank: authoring and exchange formats."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.functional import Promise
from wagtail.admin.panels import Panel
from wagtail.blocks import Block

from content.questions.notation.exchange_question import ExchangeQuestion
from content.questions.notation.gift_answers import GiftForm
from content.questions.notation.moodle_nodes import MoodleTextReader
from content.questions.notation.qti_items import QtiItem
from content.questions.notation.qti_nodes import build_match_score
from content.questions.notation.table_columns import TableRow
from content.questions.notation.xml_nodes import XmlNode
from courses.assessment.kinds import KINDS

if TYPE_CHECKING:
    from content.questions.models import QuestionDraft

#: A draft of the bank; fields of a question, or JSON for ``assessment.kinds``.
type Draft = QuestionDraft
type Fields = dict[str, Any]
#: Moodle’s name of the type, and the answer nodes.
type MoodleAnswers = tuple[str, list[XmlNode]]
#: QTI’s response declarations, and the nodes of the body.
type QtiAnswers = tuple[list[XmlNode], list[XmlNode]]
#: A question as read, and notes on what was left out.
type QuestionWithNotes = tuple[ExchangeQuestion, list[str]]


class BankQuestionType(ABC):
    """A type of question in the bank; its marking is in ``assessment.kinds``.

    Methods for a format return that format’s own nodes or text: see ``notation``. A
    type that a format cannot write reports so in ``find_carrying_fault``.
    """

    #: The code in rows and files, the same as in ``assessment.kinds``.
    name: ClassVar[str]
    #: The parts of an answer in the studio: the name of the block, and the block.
    part: ClassVar[str] = ""
    block: ClassVar[Block | None] = None
    #: Studio panels in addition to the fields of all types.
    panels: ClassVar[Sequence[Panel]] = ()
    #: Whether files include the parts; whether the order of the parts is the answer.
    carries_parts: ClassVar[bool] = True
    orders_parts: ClassVar[bool] = False
    #: The draft’s field with the answer.
    answer_field: ClassVar[str] = "answers"
    #: Why practice questions cannot have this type; empty if they can.
    practice_refusal: ClassVar[str | Promise] = ""
    #: Whether a row of a table can hold it.
    is_tabled: ClassVar[bool] = True
    #: Whether other systems treat it as another type, so that a tag names it.
    is_tagged: ClassVar[bool] = False
    #: The formats’ names of questions that are read as this type.
    gift_form: ClassVar[GiftForm | None] = None
    moodle_types: ClassVar[Sequence[str]] = ()
    qti_forms: ClassVar[Sequence[str]] = ()
    #: Whether QTI adds up the weights of the parts, and how many pictures it uses.
    qti_sums_parts: ClassVar[bool] = False
    qti_pictures: ClassVar[int] = 0

    @property
    def label(self) -> str | Promise:
        return KINDS[self.name].label

    @property
    def is_releasable(self) -> bool:
        """Whether an exam or a lesson can ask it."""
        return self.name in KINDS

    def list_blocks(self, draft: Draft) -> list[Any]:
        """Return the blocks of ``draft`` that are parts of this type."""
        return [block for block in draft.answers if block.block_type == self.part]

    def build_body(self, draft: Draft) -> Fields:
        """Return the texts except the stem, in the form of ``assessment.kinds``."""
        return {}

    @abstractmethod
    def build_key(self, draft: Draft) -> Fields:
        """Return the answer key."""

    def build_marking_facts(self, draft: Draft) -> Fields:
        """Return the data of this type that the content hash includes."""
        return {}

    def list_parts(self, draft: Draft, lead: Draft | None) -> list[Any]:
        """Return the blocks for exchange, in the order of ``lead``."""
        blocks = self.list_blocks(draft) if self.carries_parts else []
        if lead is None or self.orders_parts:
            return blocks
        places = {block.id: place for place, block in enumerate(lead.answers)}
        if {block.id for block in blocks} != set(places):
            return blocks
        return sorted(blocks, key=lambda block: places[block.id])

    def list_gap_names(self, blocks: Sequence[Any]) -> tuple[str, ...]:
        """Return the names of the gaps that ``blocks`` fill."""
        return ()

    def build_answer_parts(self, draft: Draft, blocks: Sequence[Any]) -> Fields:
        """Return the fields of an ``ExchangeQuestion`` that hold the answers."""
        return {}

    def build_block_values(
        self, question: ExchangeQuestion, gap_names: Sequence[str]
    ) -> list[Any]:
        """Return the values of the blocks; the reverse of ``build_answer_parts``."""
        return []

    def build_unsaved_body(self, question: ExchangeQuestion) -> Fields:
        """Return body texts that the bank adds only when ``question`` is saved."""
        return {}

    def attach_files(
        self, question: ExchangeQuestion, draft: Draft
    ) -> ExchangeQuestion:
        """Return ``question`` with the files exported along with it."""
        return question

    def find_carrying_fault(self, form: str, *, carries_pictures: bool) -> str:
        """Return why a file of the format ``form`` cannot carry this type, or ``""``."""
        return ""

    def find_draft_loss(self, draft: Draft) -> str:
        """Return what no file can carry of ``draft``, or ``""``."""
        return ""

    def needs_tag(self, question: ExchangeQuestion) -> bool:
        """Return whether GIFT and Moodle XML need the tag of the type."""
        return self.is_tagged

    def build_tags(self, question: ExchangeQuestion) -> list[str]:
        """Return tags for facts that formats have no field for."""
        return []

    def apply_tag(
        self, question: ExchangeQuestion, name: str, value: str
    ) -> ExchangeQuestion | None:
        """Return ``question`` with a tag of ``build_tags``; ``None`` for other tags."""
        return None

    def read_row(self, row: TableRow, language: str) -> Fields:
        """Return the fields of an ``ExchangeQuestion`` from a row of a table."""
        raise NotImplementedError

    def write_gift(self, question: ExchangeQuestion) -> str:
        """Return the content of the GIFT braces."""
        raise NotImplementedError

    def find_gift_fault(self, question: ExchangeQuestion) -> str:
        """Return why GIFT cannot hold ``question``, or ``""``."""
        return ""

    def find_gift_loss(self, question: ExchangeQuestion) -> str:
        """Return what GIFT loses of ``question``, or ``""``."""
        return ""

    def read_gift(self, question: ExchangeQuestion, inside: str) -> QuestionWithNotes:
        """Return ``question`` with answers in braces of the ``gift_form``."""
        raise NotImplementedError

    def build_moodle_stem(self, question: ExchangeQuestion) -> tuple[str, str]:
        """Return the question text for Moodle XML, and its format."""
        return question.stem, "plain_text"

    def write_moodle(self, question: ExchangeQuestion) -> MoodleAnswers:
        """Return Moodle’s type and the answer nodes."""
        raise NotImplementedError

    def read_moodle(
        self, question: ExchangeQuestion, node: XmlNode, words: MoodleTextReader
    ) -> ExchangeQuestion:
        """Return ``question`` with the answers of a node of ``moodle_types``."""
        raise NotImplementedError

    def write_qti(self, question: ExchangeQuestion) -> QtiAnswers:
        """Return the response declarations and the body."""
        raise NotImplementedError

    def build_qti_score(self, question: ExchangeQuestion) -> XmlNode | None:
        """Return how QTI scores an answer; ``None`` for types marked by people."""
        return build_match_score(
            is_mapped=self.qti_sums_parts and question.counts_parts
        )

    def iter_qti_feedback(self, question: ExchangeQuestion) -> Iterator[XmlNode]:
        """Yield feedback on parts that is placed outside the body."""
        yield from ()

    def find_qti_loss(self, question: ExchangeQuestion) -> str:
        """Return what other systems lose of ``question``, or ``""``."""
        return ""

    def read_qti(self, question: ExchangeQuestion, item: QtiItem) -> QuestionWithNotes:
        """Return ``question`` with the answers of an item of ``qti_forms``."""
        raise NotImplementedError


def build_right_key(blocks: Sequence[Any]) -> Fields:
    """Return the key of choices, from blocks marked as ``correct``."""
    return {"right": sorted(block.id for block in blocks if block.value["correct"])}


def split_lines(text: str) -> list[str]:
    """Return the non-empty lines of ``text``."""
    return [line.strip() for line in text.splitlines() if line.strip()]
