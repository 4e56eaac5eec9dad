"""The marking queue: answers to mark, by course and language, oldest first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.assessment.kinds.open_answer_type import get_level_points
from courses.assessment.marks import answer_moderation, open_answer_marking
from courses.assessment.models import (
    AttemptItem,
    KeyCorrection,
    OpenMark,
    list_answers_to_decide,
    list_answers_to_mark,
)
from courses.desk.kit.list_page import Tab, build_tabs
from courses.models import Course
from courses.provisions.citation_lookup import ResolvedCitation, resolve_citations
from elearning.languages import OWN_NAMES

if TYPE_CHECKING:
    from elearning.accounts.models import User

_COURSE = "attempt__enrolment__course"
_LANGUAGE = "attempt__language"
_SINCE = "since"


@dataclass(frozen=True)
class MarkingQueueRow:
    """The answers of a course in one language that wait for a marker."""

    course: Course
    language: str
    number: int
    counting: int
    oldest: datetime

    @property
    def language_name(self) -> str:
        return OWN_NAMES[self.language]

    @property
    def promised_on(self) -> date:
        return open_answer_marking.compute_marking_deadline(
            timezone.localdate(self.oldest)
        )

    @property
    def is_late(self) -> bool:
        return self.counting > 0 and timezone.localdate() > self.promised_on

    @property
    def url(self) -> str:
        return reverse("desk:marking:next", args=[self.course.slug, self.language])


@dataclass(frozen=True)
class MarkingSheet:
    """An answer as shown to its marker, without the learner or their establishment.

    ``worths`` gives the current points of each level of each criterion.
    """

    item: AttemptItem
    course: Course
    text: dict[str, Any]
    language: str
    answer: str
    cites: list[ResolvedCitation]
    worths: Mapping[str, Sequence[int]]

    @property
    def is_again(self) -> bool:
        return self.item.mark is not None

    @property
    def is_fallback(self) -> bool:
        return self.language != self.item.attempt.language


def list_queue_rows(user: "User") -> list[MarkingQueueRow]:
    """Return the queue of ``user``, starting with the course that has the oldest answer."""
    groups = (
        list_answers_to_mark(user)
        .order_by()
        .values(_COURSE, _LANGUAGE)
        .annotate(
            number=Count("pk"),
            counting=Count("pk", filter=Q(is_scored=True)),
            oldest=Min(_SINCE),
        )
        .order_by("oldest")
    )
    rows = list(groups)
    courses = Course.objects.in_bulk({row[_COURSE] for row in rows})
    return [
        MarkingQueueRow(
            courses[row[_COURSE]],
            row[_LANGUAGE],
            row["number"],
            row["counting"],
            row["oldest"],
        )
        for row in rows
    ]


def find_next_answer(
    user: "User", course: Course, language: str, *, after: int = 0
) -> AttemptItem | None:
    """Return the next answer to mark: scored ones first, then the oldest.

    ``after`` is an answer that the user leaves to a colleague; it comes last.
    """
    found = list_answers_to_mark(user).filter(attempt__enrolment__course=course)
    found = found.filter(attempt__language=language)
    in_order = found.order_by("-is_scored", _SINCE, "pk")
    return in_order.exclude(pk=after).first() or in_order.first()


def list_disputed_answers(user: "User") -> Any:
    """Return the answers whose markers disagree, oldest first."""
    found = list_answers_to_decide(user).select_related(
        f"{_COURSE}", "question__version", "attempt__enrolment"
    )
    return found.prefetch_related("question__version__texts").order_by(_SINCE, "pk")


def list_given_marks(user: "User") -> Any:
    """Return the marks given by ``user``, newest first."""
    own = OpenMark.objects.visible_to(user).filter(marker=user)
    return own.select_related(
        "item__question__version__unit__course",
    ).order_by("-pk")


def build_marking_sheet(item: AttemptItem) -> MarkingSheet:
    """Return the sheet of ``item``, loaded with its answer and question."""
    question = item.question
    text, language = question.text(item.attempt.language)
    correction = KeyCorrection.objects.in_force().filter(question=question).first()
    return MarkingSheet(
        item,
        question.version.unit.course,
        text,
        language,
        answer_moderation.get_marker_text(item),
        list(resolve_citations(question.cites)),
        get_level_points(open_answer_marking.get_rubric(item, correction)),
    )


def select_sheet_data(items: Any) -> Any:
    """Add to ``items`` the data that a sheet shows."""
    return items.with_answers().select_related(
        "question__version__unit__course", "attempt"
    )


def build_marking_tabs(user: "User", here: str) -> list[Tab]:
    """Return tabs to the lists of marking; the one named ``here`` is open."""
    rows = (
        ("queue", _("To mark"), list_answers_to_mark(user).count()),
        ("disagreements", _("Disagreements"), list_answers_to_decide(user).count()),
        ("mine", _("My marks"), None),
    )
    return build_tabs("marking", rows, here)
