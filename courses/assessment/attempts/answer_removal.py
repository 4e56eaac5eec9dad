"""Answers of marked attempts go, and everything that rests on them stays.

After their time (curriculum R18) all that was answered goes; on a request for erasure the
learner's own words do. Marks, score, result, certificate, the questions that were asked
and what happened in the attempt are facts of the office and are not touched. What the
statistics need of the answers is settled before (``statistics.counting``).

Who decides which attempts is ``courses.retention``; nobody else calls this.
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
    """Delete every answer of marked ``attempts``, whose time is over; return how many.

    By ``answers``, all versions that were saved, and ``words`` about them. Call it in a
    transaction with the attempts locked, ``tally_store.filter_settled_attempts`` and
    ``with_verdict``, their
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
    """Erase what was written in marked ``attempts`` in a learner's own words.

    Of each such answer stays that there was one. ``attempts`` are those that have some.
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
    """Blank what people wrote about the answers to ``items``."""
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
    """Keep the fact of each attempt, and tell it in the trail, where a pack finds it."""
    AnswersRemoved.objects.bulk_create(
        AnswersRemoved(attempt=attempt, ground=ground, at=at) for attempt in attempts
    )
    audit_log.record_action_for_each(
        "assessment.answers_removed",
        by=None,
        about=[(attempt, attempt.enrolment.learner.key) for attempt in attempts],
        ground=ground,
    )
