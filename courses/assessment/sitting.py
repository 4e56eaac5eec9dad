"""Sit an exam: whether it may start, start it, answer, flag, move to another window."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from courses import progress
from courses.acts import act
from courses.assessment import admission, drawing, timing
from courses.assessment.errors import AnswerError, ClosedError, StartError
from courses.assessment.models import (
    GRACE,
    Attempt,
    AttemptItem,
    PaperVersion,
    QuestionVersion,
    Response,
    new_hold,
)
from courses.assessment.signals import attempt_started
from courses.models import Enrolment
from elearning.audit import trail

if TYPE_CHECKING:
    from elearning.accounts.models import User

_HIGHEST_SEQUENCE = 2**31 - 1


def start(
    enrolment: Enrolment,
    *,
    at: datetime,
    by: "User",
    language: str,
    hold: str | None = None,
) -> Attempt:
    """Begin an attempt at the exam of ``enrolment``, or return the one under way.

    The questions are drawn by the rule of ``drawing`` and bound to their versions; each
    candidate has her own order of questions and choices. ``hold`` names the window it
    is written in. Raises ``StartError`` with everything that is in the way.
    """
    if (under_way := open_attempt(enrolment)) is not None:
        timing.close_if_over(under_way, at=at)
    with act():
        enrolment = (
            Enrolment.objects.select_for_update(of=("self",), no_key=True)
            .select_related("course", "edition", "learner")
            .get(pk=enrolment.pk)
        )
        if (under_way := open_attempt(enrolment)) is not None:
            return under_way
        if reasons := admission.may_start(enrolment, at):
            raise StartError(reasons)
        paper = admission.paper_of(enrolment)
        attempt = _begin(enrolment, paper, at=at, language=language, hold=hold)
        progress.start(enrolment, paper.version.unit, language=language, at=at)
        trail.write(
            "assessment.attempt_started",
            by=by,
            on=attempt,
            person=enrolment.learner.key,
            number=attempt.number,
        )
        attempt_started.send(Attempt, attempt=attempt, at=at, by=by)
    return attempt


def open_attempt(enrolment: Enrolment) -> Attempt | None:
    """Return the attempt under way, if there is one."""
    return Attempt.objects.open().filter(enrolment=enrolment).first()


def save(
    attempt: Attempt,
    position: int,
    choices: Sequence[str],
    sequence: int,
    *,
    at: datetime,
) -> Response:
    """Keep an answer and return what now counts for the question at ``position``.

    ``choices`` are ids, ``sequence`` a number that the window counts up with each
    change: repeating one is harmless, and one lower than the last is ignored, so that
    answers may arrive twice and in any order. Raises ``ClosedError`` after the end (a
    few seconds are granted to answers on their way) and ``AnswerError`` for what is no
    answer.
    """
    if not 0 < sequence <= _HIGHEST_SEQUENCE:
        raise AnswerError(
            _("This answer is out of order. Load the page again, then answer.")
        )
    with transaction.atomic():
        _lock_open(attempt, at)
        item = _item(attempt, position)
        chosen = _checked(item, choices)
        last = item.responses.order_by("sequence").last()
        if last is not None and sequence <= last.sequence:
            return last
        return Response.objects.create(
            item=item, sequence=sequence, choices=chosen, saved_at=at
        )


def flag(attempt: Attempt, position: int, *, flagged: bool, at: datetime) -> None:
    """Note that the learner wants to come back to a question, or no longer does."""
    with transaction.atomic():
        _lock_open(attempt, at)
        AttemptItem.objects.filter(pk=_item(attempt, position).pk).update(
            flagged=flagged
        )


def take_over(
    attempt: Attempt, *, at: datetime, by: "User", hold: str | None = None
) -> Attempt:
    """Move ``attempt`` to another window, or device, and close it in the one before.

    Answers saved so far are kept. Moving to the window that has it changes nothing.
    """
    with transaction.atomic():
        attempt = _lock_open(attempt, at)
        if hold is not None and attempt.hold == hold:
            return attempt
        attempt.hold = hold or new_hold()
        attempt.save(update_fields=["hold"])
        trail.write(
            "assessment.attempt_moved",
            by=by,
            on=attempt,
            person=attempt.enrolment.learner.key,
        )
    return attempt


def _begin(
    enrolment: Enrolment,
    paper: PaperVersion,
    *,
    at: datetime,
    language: str,
    hold: str | None,
) -> Attempt:
    attempt = Attempt.objects.create(
        enrolment=enrolment,
        paper=paper,
        number=enrolment.attempts.count() + 1,
        language=language,
        hold=hold or new_hold(),
        started_at=at,
        ends_at=at + timedelta(minutes=paper.minutes),
    )
    drawn = drawing.draw(
        drawing.bank(enrolment.edition), paper.questions, drawing.times_seen(enrolment)
    )
    questions = QuestionVersion.objects.in_bulk(drawn)
    AttemptItem.objects.bulk_create(
        AttemptItem(
            attempt=attempt,
            position=position,
            question=questions[pk],
            order=_order(questions[pk]),
        )
        for position, pk in enumerate(drawn, start=1)
    )
    return attempt


def _order(question: QuestionVersion) -> list[str]:
    """Return the choices in an order of chance; true stays before false."""
    order = question.choice_ids
    if question.type != QuestionVersion.Type.TRUE_FALSE:
        secrets.SystemRandom().shuffle(order)
    return order


def _lock_open(attempt: Attempt, at: datetime) -> Attempt:
    locked = Attempt.objects.select_for_update(of=("self",), no_key=True)
    attempt = locked.select_related("enrolment__learner").get(pk=attempt.pk)
    if not attempt.is_open:
        raise ClosedError(
            _("This exam has been handed in. Its answers can no longer be changed.")
        )
    if attempt.is_out_of_time(at - GRACE):
        raise ClosedError(
            _("The time for this exam has run out. What was saved before counts.")
        )
    return attempt


def _item(attempt: Attempt, position: int) -> AttemptItem:
    try:
        return attempt.items.select_related("question").get(position=position)
    except AttemptItem.DoesNotExist:
        raise AnswerError(
            _("This exam has no question with that number. Choose one from the list.")
        ) from None


def _checked(item: AttemptItem, choices: Sequence[str]) -> list[str]:
    chosen = [choice for choice in item.order if choice in choices]
    if len(chosen) != len(set(choices)) or (
        len(chosen) > 1 and not item.question.takes_several
    ):
        raise AnswerError(
            _(
                "This answer does not belong to the question. Load the page again, "
                "then answer."
            )
        )
    return chosen
