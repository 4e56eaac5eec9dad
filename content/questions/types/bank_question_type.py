"""How authors write a type of question in the bank, and how files carry it."""

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
from content.questions.notation.table_cells import TableRow
from content.questions.notation.xml_nodes import XmlNode
from courses.assessment.kinds import KINDS

if TYPE_CHECKING:
    from content.questions.models import QuestionDraft

#: A draft of the bank; fields of a question, or JSON that ``assessment.kinds`` takes.
type Draft = QuestionDraft
type Fields = dict[str, Any]
#: What Moodle calls the type, and the nodes of the answers.
type MoodleAnswers = tuple[str, list[XmlNode]]
#: What QTI declares to be right, and the nodes of the body.
type QtiAnswers = tuple[list[XmlNode], list[XmlNode]]
#: A question as a reader found it, and notes on what was left out.
type QuestionWithNotes = tuple[ExchangeQuestion, list[str]]


class BankQuestionType(ABC):
    """A type of question as the bank keeps it; its marking is in ``assessment.kinds``.

    What a method of a format returns is that format's own: see ``notation``. A type that
    a format cannot write says so in ``find_carrying_fault``.
    """

    #: The code in rows and files, the same as in ``assessment.kinds``.
    name: ClassVar[str]
    #: The parts of an answer in the studio: the name of their blocks, and the block.
    part: ClassVar[str] = ""
    block: ClassVar[Block | None] = None
    #: What the studio shows beside the fields of all types.
    panels: ClassVar[Sequence[Panel]] = ()
    #: Whether files carry the parts; whether the order of the parts is what is right.
    carries_parts: ClassVar[bool] = True
    orders_parts: ClassVar[bool] = False
    #: The field of a draft that says what is right.
    answer_field: ClassVar[str] = "answers"
    #: Why it cannot be asked for practice, for types that cannot.
    practice_refusal: ClassVar[str | Promise] = ""
    #: Whether a row of a table has room for it.
    is_tabled: ClassVar[bool] = True
    #: Whether other systems know it as another type, so that a tag says which it is.
    is_tagged: ClassVar[bool] = False
    #: What the formats call the questions that are read as this type.
    gift_form: ClassVar[GiftForm | None] = None
    moodle_types: ClassVar[Sequence[str]] = ()
    qti_forms: ClassVar[Sequence[str]] = ()
    #: Whether QTI sums up what the parts are worth, and how many pictures it takes in.
    qti_sums_parts: ClassVar[bool] = False
    qti_pictures: ClassVar[int] = 0

    @property
    def label(self) -> str | Promise:
        """What people call it."""
        return KINDS[self.name].label

    @property
    def is_releasable(self) -> bool:
        """Whether an exam or a lesson can ask it."""
        return self.name in KINDS

    def list_blocks(self, draft: Draft) -> list[Any]:
        """Return the blocks of ``draft`` that are parts of this type."""
        return [block for block in draft.answers if block.block_type == self.part]

    def build_body(self, draft: Draft) -> Fields:
        """Return the words of a draft besides its stem, as ``assessment.kinds`` has them."""
        return {}

    @abstractmethod
    def build_key(self, draft: Draft) -> Fields:
        """Return what makes an answer right."""

    def build_marking_facts(self, draft: Draft) -> Fields:
        """Return what the content hash takes in besides the fields of all types."""
        return {}

    def list_parts(self, draft: Draft, lead: Draft | None) -> list[Any]:
        """Return the blocks that files carry, in the order of ``lead``."""
        blocks = self.list_blocks(draft) if self.carries_parts else []
        if lead is None or self.orders_parts:
            return blocks
        places = {block.id: place for place, block in enumerate(lead.answers)}
        if {block.id for block in blocks} != set(places):
            return blocks
        return sorted(blocks, key=lambda block: places[block.id])

    def list_gap_names(self, blocks: Sequence[Any]) -> tuple[str, ...]:
        """Return what the gaps are called that ``blocks`` fill."""
        return ()

    def build_answer_parts(self, draft: Draft, blocks: Sequence[Any]) -> Fields:
        """Return the fields of an ``ExchangeQuestion`` that say what is right."""
        return {}

    def build_block_values(
        self, question: ExchangeQuestion, gap_names: Sequence[str]
    ) -> list[Any]:
        """Return the values of the blocks of ``question``: the way back."""
        return []

    def build_unsaved_body(self, question: ExchangeQuestion) -> Fields:
        """Return words that the bank would have once ``question`` is saved."""
        return {}

    def attach_files(
        self, question: ExchangeQuestion, draft: Draft
    ) -> ExchangeQuestion:
        """Return ``question`` with the files that go out with it."""
        return question

    def find_carrying_fault(self, form: str, *, carries_pictures: bool) -> str:
        """Return why a file of the format ``form`` cannot carry it, or nothing."""
        return ""

    def find_draft_loss(self, draft: Draft) -> str:
        """Return what of ``draft`` no file has a place for, or nothing."""
        return ""

    def needs_tag(self, question: ExchangeQuestion) -> bool:
        """Tell whether GIFT and Moodle XML need the tag of the type."""
        return self.is_tagged

    def build_tags(self, question: ExchangeQuestion) -> list[str]:
        """Return tags for what formats have no field for."""
        return []

    def apply_tag(
        self, question: ExchangeQuestion, name: str, value: str
    ) -> ExchangeQuestion | None:
        """Return ``question`` as a tag of ``build_tags`` says; ``None`` for others."""
        return None

    def read_row(self, row: TableRow, language: str) -> Fields:
        """Return the fields of an ``ExchangeQuestion`` in a row of a table."""
        raise NotImplementedError

    def write_gift(self, question: ExchangeQuestion) -> str:
        """Return what stands in the braces of GIFT."""
        raise NotImplementedError

    def find_gift_fault(self, question: ExchangeQuestion) -> str:
        """Return why GIFT cannot write ``question``, or nothing."""
        return ""

    def find_gift_loss(self, question: ExchangeQuestion) -> str:
        """Return what of ``question`` GIFT does not keep, or nothing."""
        return ""

    def read_gift(self, question: ExchangeQuestion, inside: str) -> QuestionWithNotes:
        """Return ``question`` with the answers in braces, which have the ``gift_form``."""
        raise NotImplementedError

    def build_moodle_stem(self, question: ExchangeQuestion) -> tuple[str, str]:
        """Return the text of the question in Moodle XML, and its format."""
        return question.stem, "plain_text"

    def write_moodle(self, question: ExchangeQuestion) -> MoodleAnswers:
        """Return the type of Moodle, and the nodes of the answers."""
        raise NotImplementedError

    def read_moodle(
        self, question: ExchangeQuestion, node: XmlNode, words: MoodleTextReader
    ) -> ExchangeQuestion:
        """Return ``question`` with the answers of a node of ``moodle_types``."""
        raise NotImplementedError

    def write_qti(self, question: ExchangeQuestion) -> QtiAnswers:
        """Return the declarations of what is right, and what stands in the body."""
        raise NotImplementedError

    def build_qti_score(self, question: ExchangeQuestion) -> XmlNode | None:
        """Return how QTI scores an answer; ``None`` where people do."""
        return build_match_score(
            is_mapped=self.qti_sums_parts and question.counts_parts
        )

    def iter_qti_feedback(self, question: ExchangeQuestion) -> Iterator[XmlNode]:
        """Yield feedback on parts that stands outside of the body."""
        yield from ()

    def find_qti_loss(self, question: ExchangeQuestion) -> str:
        """Return what other systems do not keep of ``question``, or nothing."""
        return ""

    def read_qti(self, question: ExchangeQuestion, item: QtiItem) -> QuestionWithNotes:
        """Return ``question`` with the answers of an item of ``qti_forms``."""
        raise NotImplementedError


def build_right_key(blocks: Sequence[Any]) -> Fields:
    """Return the key of choices, from blocks that say which are ``correct``."""
    return {"right": sorted(block.id for block in blocks if block.value["correct"])}


def split_lines(text: str) -> list[str]:
    """Return the lines of ``text`` that say something."""
    return [line.strip() for line in text.splitlines() if line.strip()]
