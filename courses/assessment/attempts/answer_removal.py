"""Removal of the answers of marked attempts; everything derived from them stays.

When the retention term is over (curriculum R18) all answers are removed; a request for
erasure removes the learner's own words only. Marks, score, result, certificate, the
questions asked and the events of the attempt are the office's records and are not
touched. What the statistics need from the answers is settled first
(``statistics.tally_store``).

``courses.retention`` decides which attempts are affected and is the only caller.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet

from courses.assessment.kinds import MARKED_BY_PEOPLE
from courses.assessment.models import (
    AnswersRemoved,
    Attempt,
    AttemptItem,
    GivenBack,
    OpenMark,
    RemovalGround,
    Response,
    SetAside,
)
from courses.assessment.statistics import tally_store
from elearning.audit import audit_log, row_expiry


def remove_answers(attempts: Sequence[Attempt], *, at: datetime) -> Counter[str]:
    """Delete all answers of marked ``attempts`` whose term is over; return the counts.

    ``answers`` counts all saved versions, ``words`` the texts about them. Call it in a
    transaction with the attempts locked, filtered by
    ``tally_store.filter_settled_attempts``, loaded ``with_verdict`` and with their
    learners selected.
    """
    tally_store.settle_attempts(attempts)
    items = AttemptItem.objects.filter(attempt__in=attempts)
    gone = _remove_words(items)
    gone["answers"] = row_expiry.delete_expired_rows(
        Response.objects.filter(item__in=items)
    )
    items.update(order=[], flagged=False)
    _note(attempts, RemovalGround.TERM, at)
    return gone


def remove_own_words(attempts: Sequence[Attempt], *, at: datetime) -> Counter[str]:
    """Erase what learners wrote in their own words in marked ``attempts``.

    The fact that there was an answer is kept. Each of ``attempts`` must have such
    words.
    """
    open_ones = AttemptItem.objects.filter(
        attempt__in=attempts, question__type__in=MARKED_BY_PEOPLE
    )
    gone = _remove_words(open_ones)
    written = Response.objects.filter(item__in=open_ones, given__isnull=False)
    gone["answers"] = row_expiry.blank_expired_column(written, "given")
    _note(attempts, RemovalGround.REQUEST, at)
    return gone


def _remove_words(items: QuerySet[AttemptItem]) -> Counter[str]:
    """Blank what markers and others wrote about the answers to ``items``."""
    words = (
        (OpenMark.objects.filter(item__in=items), "comment"),
        (SetAside.objects.filter(item__in=items), "reason"),
        (GivenBack.objects.filter(set_aside__item__in=items), "text"),
    )
    return Counter(
        words=sum(
            row_expiry.blank_expired_column(rows, column) for rows, column in words
        )
    )


def _note(attempts: Sequence[Attempt], ground: RemovalGround, at: datetime) -> None:
    """Record the removal for each attempt, and in the audit trail."""
    AnswersRemoved.objects.bulk_create(
        AnswersRemoved(attempt=attempt, ground=ground, at=at) for attempt in attempts
    )
    audit_log.record_action_for_each(
        "assessment.answers_removed",
        by=None,
        about=[(attempt, attempt.enrolment.learner.key) for attempt in attempts],
        ground=ground,
    )
