"""The questions of a running exam as its pages show them, and the state of each."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.assessment.asking.part_names import PartNames
from courses.assessment.attempts import exam_windows
from courses.assessment.kinds import Sent
from courses.assessment.kinds.question_form import QuestionForm
from courses.assessment.kinds.question_type import PICK
from courses.assessment.models import Attempt, AttemptItem
from elearning.languages import get_current_language


@dataclass(frozen=True)
class QuestionListEntry:
    """One question in the list of all questions."""

    number: int
    url: str
    answered: bool
    flagged: bool
    current: bool


@dataclass(frozen=True)
class CaseText:
    """The text above a question of a case; open at the first of its questions.

    ``first`` and ``last`` are the numbers of its questions, which are consecutive.
    """

    title: str
    text: str
    first: int
    last: int
    is_open: bool

    @property
    def words(self) -> str:
        """The sentence on which questions it belongs to, possibly only one."""
        if self.first == self.last:
            return ""
        words = _("This text belongs to questions %(first)s to %(last)s.")
        return words % {"first": self.first, "last": self.last}


@dataclass(frozen=True)
class AskedQuestion:
    """One question as the candidate sees it, and the language it is written in."""

    item: AttemptItem
    stem: str
    language: str
    form: QuestionForm
    url: str
    total: int
    case: CaseText | None = None

    @property
    def number(self) -> int:
        return self.item.position

    @property
    def is_fallback(self) -> bool:
        return self.language != get_current_language()

    @property
    def case_language(self) -> str:
        """The language of the case, if it differs from that of the page."""
        return self.language if self.is_fallback else ""

    @property
    def prefix(self) -> str:
        return f"q{self.item.position}-"

    @property
    def takes_step(self) -> bool:
        """Whether the next action is to take an open step of a scenario."""
        return any(field.name == PICK for field in self.form.fields)

    @property
    def next_sequence(self) -> int:
        return (self.item.answer_number or 0) + 1


@dataclass(frozen=True)
class AttemptQuestions:
    """An attempt with all its items and the answers so far."""

    attempt: Attempt
    items: list[AttemptItem]

    @property
    def total(self) -> int:
        return len(self.items)

    @property
    def answered(self) -> int:
        return self.total - len(self.unanswered)

    @property
    def unanswered(self) -> list[AttemptItem]:
        return [item for item in self.items if not is_item_answered(item)]

    @property
    def flagged(self) -> list[AttemptItem]:
        return [item for item in self.items if item.flagged]

    @property
    def overview_url(self) -> str:
        return exam_windows.build_attempt_url("overview", self.attempt)

    def places(self, here: int = 0) -> list[QuestionListEntry]:
        """Return the list of questions; the one at position ``here`` is current."""
        return [
            build_list_entry(
                item, answered=is_item_answered(item), current=item.position == here
            )
            for item in self.items
        ]

    def asked(self, position: int, sent: Sent | None = None) -> AskedQuestion:
        """Return the question at ``position``, or the nearest one.

        Its form is filled with ``sent``, or else with the saved answer.
        """
        item = self.items[min(max(position, 1), self.total) - 1]
        text, language = item.question.text()
        names = PartNames.of_item(item)
        return AskedQuestion(
            item=item,
            stem=text["stem"],
            language=language,
            form=item.question.build_form(
                names.in_text(text),
                item.order,
                item.question.kind.form(item.answer)
                if sent is None
                else names.known(sent),
            ),
            url=exam_windows.build_attempt_url("question", self.attempt, item.position),
            total=self.total,
            case=self._case(item, text.get("case")),
        )

    def _case(self, item: AttemptItem, words: dict[str, str] | None) -> CaseText | None:
        if not words:
            return None
        same = [
            one.position
            for one in self.items
            if one.question.case == item.question.case
        ]
        first, last = min(same), max(same)
        is_open = item.position == first
        return CaseText(words["title"], words["text"], first, last, is_open)

    def all_asked(self, *, besides: int | None = None) -> list[AskedQuestion]:
        """Return every question except the one already on the page."""
        positions = (item.position for item in self.items)
        return [self.asked(one) for one in positions if one != besides]


def is_item_answered(item: AttemptItem) -> bool:
    """Return whether a question has a complete answer; a scenario has it at its end."""
    question = item.question
    return question.kind.is_whole(question.text()[0], item.answer)


def build_list_entry(
    item: AttemptItem, *, answered: bool, current: bool = False
) -> QuestionListEntry:
    """Return the entry of ``item`` in the list of all questions."""
    return QuestionListEntry(
        number=item.position,
        url=exam_windows.build_attempt_url("question", item.attempt, item.position),
        answered=answered,
        flagged=item.flagged,
        current=current,
    )


def load_attempt_questions(attempt: Attempt) -> AttemptQuestions:
    """Return ``attempt`` with its items and answers, in one query."""
    items = attempt.items.with_answers().select_related("question")
    return AttemptQuestions(attempt, list(items.order_by("position")))


def build_exam_context(
    attempt: Attempt, sheet: AttemptQuestions, at: datetime
) -> dict[str, Any]:
    """Return the context shared by all pages of a running exam."""
    return {
        "attempt": attempt,
        "course": attempt.enrolment.course,
        "title": attempt.title,
        "sheet": sheet,
        "seconds_left": attempt.seconds_left(at),
    }


def list_hand_in_consequences(sheet: AttemptQuestions) -> list[str]:
    """Return the consequences of handing in, in sentences."""
    left = len(sheet.unanswered)
    words = ngettext(
        "%(n)s question has no answer and counts as wrong.",
        "%(n)s questions have no answer and count as wrong.",
        left,
    )
    return [
        *([words % {"n": left}] if left else []),
        _("Your answers can no longer be changed."),
        _when_marked(sheet),
        *_what_follows(sheet.attempt),
    ]


def _what_follows(attempt: Attempt) -> list[str]:
    if attempt.is_update:
        return [_("You may repeat this test until you pass it.")]
    return [] if attempt.is_exam else [_("This test does not count.")]


def _when_marked(sheet: AttemptQuestions) -> str:
    """Return the sentence on when the result is available."""
    waits = any(
        item.answer and item.question.is_marked_by_people for item in sheet.items
    )
    if not waits:
        return _("You will see the result straight away.")
    days = settings.MARKING_WORKING_DAYS
    words = ngettext(
        "A trainer marks some of your answers. You will have the result "
        "within %(n)s working day, and a notice will tell you.",
        "A trainer marks some of your answers. You will have the result "
        "within %(n)s working days, and a notice will tell you.",
        days,
    )
    return words % {"n": days}
