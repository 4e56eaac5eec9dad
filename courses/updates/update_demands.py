"""Demands for updates after a substantive change of a guideline or course.

Rows are about editions of courses, never about people, so that a release costs the same
for ten certificates and for 200,000.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.html import strip_tags

from courses.assessment.models import UPDATE_QUESTIONS
from courses.models import Edition
from courses.provisions.models import (
    Citation,
    ClauseChange,
    ClauseText,
    DocumentEdition,
)
from courses.updates import lesson_changes
from courses.updates.events import UpdateDemanded
from courses.updates.models import UpdateDemand
from elearning.audit import audit_log

if TYPE_CHECKING:
    from elearning.accounts.models import User

#: How long a certificate stays valid without its update (curriculum R8).
DAYS = timedelta(days=45)
#: The maximum minutes announced (curriculum R8), and the reading speed assumed.
MOST_MINUTES, WORDS_A_MINUTE = 20, 120


def create_guideline_demands(
    cause: DocumentEdition, *, by: "User | None"
) -> list[UpdateDemand]:
    """Record the editions of courses that rest on the substantive changes of ``cause``.

    Call it in the transaction of the release. A fixed number of queries; safe to
    repeat.
    """
    changed = ClauseChange.objects.substantive().filter(edition=cause)
    cited = group_cited_clauses(changed.values_list("clause", flat=True))
    if not cited:
        return []
    words = _words(cause, {clause for clauses in cited.values() for clause in clauses})
    minutes = {
        edition: _minutes(sum(words[clause] for clause in clauses))
        for edition, clauses in cited.items()
    }
    courses = Edition.objects.filter(pk__in=cited).values_list(
        "course__code", flat=True
    )
    return _record(minutes, sorted(set(courses)), by=by, cause=cause)


def create_course_demands(newer: Edition, *, by: "User | None") -> list[UpdateDemand]:
    """Record that passes in older editions need an update for ``newer``, if it is material.

    Call it in the transaction of the release. A fixed number of queries; safe to
    repeat.
    """
    if not newer.material_reason:
        return []
    minutes = _minutes(lesson_changes.count_words_to_read(newer))
    older = Edition.objects.filter(course=newer.course_id, number__lt=newer.number)
    asked = dict.fromkeys(older.values_list("pk", flat=True), minutes)
    reason = newer.material_reason
    return _record(asked, [newer.course.code], by=by, reason=reason, newer=newer)


def group_cited_clauses(clauses: Iterable[int]) -> dict[int, set[int]]:
    """Return those of ``clauses`` that each edition of a course rests on; one query."""
    rows = Citation.objects.filter(
        clause__in=clauses, unit_version__entries__isnull=False
    )
    found: dict[int, set[int]] = defaultdict(set)
    pairs = rows.order_by().values_list("unit_version__entries__edition", "clause")
    for edition, clause in pairs.distinct():
        found[edition].add(clause)
    return found


def _record(
    minutes: dict[int, int],
    courses: list[str],
    *,
    by: "User | None",
    reason: str = "",
    **change: Any,
) -> list[UpdateDemand]:
    """Record the demands by ``change``, with the minutes for each edition (id)."""
    (released,) = change.values()
    starts_on = timezone.localdate(released.released_at)
    rows = UpdateDemand.objects.bulk_create(
        (
            UpdateDemand(
                edition_id=edition,
                starts_on=starts_on,
                due_on=starts_on + DAYS,
                minutes=number,
                **change,
            )
            for edition, number in sorted(minutes.items())
        ),
        ignore_conflicts=True,
    )
    UpdateDemanded(minutes, starts_on).send()
    audit_log.record_action(
        "updating.demanded",
        by=by,
        on=released,
        reason=reason,
        courses=courses,
        due_on=(starts_on + DAYS).isoformat(),
    )
    return rows


def _words(cause: DocumentEdition, clauses: set[int]) -> dict[int, int]:
    """Return the number of words to read per clause, old and new."""
    rows = ClauseText.objects.filter(
        clause__in=clauses,
        edition__document=cause.document_id,
        edition__number__in=[cause.number - 1, cause.number],
    )
    told: dict[tuple[int, str], int] = defaultdict(int)
    for clause, language, text in rows.values_list("clause", "language", "text"):
        told[clause, language] += len(strip_tags(text).split())
    most: dict[int, int] = defaultdict(int)
    for (clause, _language), number in told.items():
        most[clause] = max(most[clause], number)
    return most


def _minutes(words: int) -> int:
    """Return the minutes for reading, rounded up, plus one per question."""
    return min(MOST_MINUTES, -(-words // WORDS_A_MINUTE) + UPDATE_QUESTIONS)
