"""The list of questions chosen by hand for an exam: candidates, order and storage."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from content.models import ExamPage
from content.questions.models import QuestionDraft
from content.questions.question_filters import annotate_question_usage, search_questions
from courses.assessment.models import QuestionState
from elearning.accounts.models import User

#: States that an edition can ask: a published draft question goes live with it.
ASKED = (QuestionState.LIVE, QuestionState.DRAFT)


def reorder_codes(
    listed: Sequence[str],
    *,
    places: Mapping[str, int],
    dropped: Iterable[str] = (),
    added: Iterable[str] = (),
) -> list[str]:
    """Return ``listed`` sorted by ``places``, without ``dropped``, followed by ``added``.

    A code without a new place keeps its own; a code moved to an occupied place shifts
    the other aside. Each code is there once.
    """
    gone = set(dropped)
    kept = [(now, code) for now, code in enumerate(listed, 1) if code not in gone]
    kept.sort(key=lambda one: _rank(places.get(one[1], one[0]), one[0]))
    return list(dict.fromkeys([*(code for _now, code in kept), *added]))


def list_candidate_questions(exam: ExamPage, reader: User) -> QuerySet[Any]:
    """Return the questions that the exam may list, with statistics."""
    rows: Any = QuestionDraft.objects.releasable().filter(
        course=exam.unit_course, locale=exam.locale, for_practice=False
    )
    rows = annotate_question_usage(rows.select_related("outcome"), reader)
    return rows.filter(state__in=ASKED).order_by("code")


def filter_questions(rows: QuerySet[Any], given: Mapping[str, Any]) -> QuerySet[Any]:
    """Keep the questions that match the filter."""
    if words := given.get("words"):
        rows = search_questions(rows, words)
    for name in ("outcome", "difficulty", "type"):
        if value := given.get(name):
            rows = rows.filter(**{name: value})
    return rows


def save_listed_questions(exam: ExamPage, codes: Sequence[str], *, by: User) -> int:
    """Save ``codes`` as a draft of the exam in each language; return how many changed.

    All languages ask the same questions. Nothing is published, and a language that
    already lists ``codes`` is left alone. Wagtail’s page log records the change.
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
                clean=False,  # an unfinished list may be too short
                user=by,
                log_action=True,
            )
            changed += 1
    return changed


def _rank(wanted: int, now: int) -> tuple[int, int]:
    """Return a sort key: at equal places, codes moved up, then unmoved, then moved down."""
    return wanted, (wanted > now) - (wanted < now)
