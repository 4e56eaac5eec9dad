"""Choose the questions of an exam by hand: which are there, and what is kept."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import QuerySet

from content.models import ExamPage
from content.questions.models import QuestionDraft
from content.questions.question_filters import annotate_question_usage, search_questions
from courses.assessment.models import QuestionState

if TYPE_CHECKING:
    from elearning.accounts.models import User

#: What an edition would ask: a published question nobody took out is live with it.
ASKED = (QuestionState.LIVE, QuestionState.DRAFT)


def reorder_codes(
    listed: Sequence[str],
    *,
    places: Mapping[str, int],
    dropped: Iterable[str] = (),
    added: Iterable[str] = (),
) -> list[str]:
    """Return the codes in ``listed`` by their ``places``, without some, with others.

    What is given no place keeps its own; what moves to the place of another one pushes
    it aside. New codes stand at the end, each once.
    """
    gone = set(dropped)
    kept = [(now, code) for now, code in enumerate(listed, 1) if code not in gone]
    kept.sort(key=lambda one: _rank(places.get(one[1], one[0]), one[0]))
    return list(dict.fromkeys([*(code for _now, code in kept), *added]))


def list_candidate_questions(exam: ExamPage, reader: "User") -> QuerySet[Any]:
    """Return the questions that the exam may list, in its language, with their numbers."""
    rows: Any = QuestionDraft.objects.releasable().filter(
        course=exam.unit_course, locale=exam.locale, for_practice=False
    )
    rows = annotate_question_usage(rows.select_related("outcome"), reader)
    return rows.filter(state__in=ASKED).order_by("code")


def filter_questions(rows: QuerySet[Any], given: Mapping[str, Any]) -> QuerySet[Any]:
    """Keep the questions that the filter takes."""
    if words := given.get("words"):
        rows = search_questions(rows, words)
    for name in ("outcome", "difficulty", "type"):
        if value := given.get(name):
            rows = rows.filter(**{name: value})
    return rows


def save_listed_questions(exam: ExamPage, codes: Sequence[str], *, by: "User") -> int:
    """Write ``codes`` into a draft of the exam in each language; count the languages.

    Every language asks the same. Nothing is published; a language that says so already
    is left alone. The studio's log of the page keeps who did it.
    """
    text = ", ".join(codes)
    changed = 0
    with transaction.atomic():
        for page in exam.get_translations(inclusive=True).specific():
            latest = page.get_latest_revision_as_object()
            if latest.listed == text:
                continue
            latest.listed = text
            latest.save_revision(
                clean=False,  # a list may be too short until it is complete
                user=by,
                log_action=True,
            )
            changed += 1
    return changed


def _rank(wanted: int, now: int) -> tuple[int, int]:
    """Sort by the place; at one place what comes from below, what stands, what comes down."""
    return wanted, (wanted > now) - (wanted < now)
