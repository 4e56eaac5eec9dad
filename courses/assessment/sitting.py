"""Sit an exam: whether it may start, start it, answer, flag, move to another window."""

import secrets
from collections import Counter
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from courses import progress
from courses.acts import act
from courses.assessment import admission, drawing, entering, extra_time, timing
from courses.assessment.errors import AnswerError, ClosedError, StartError
from courses.assessment.kinds import Given, GivenError, Sent
from courses.assessment.models import (
    GRACE,
    Attempt,
    AttemptEvent,
    AttemptItem,
    PaperVersion,
    QuestionVersion,
    Response,
    Sitting,
    new_hold,
)
from courses.assessment.signals import attempt_started
from courses.models import Edition, Enrolment
from elearning.audit import trail

if TYPE_CHECKING:
    from elearning.accounts.models import User

_HIGHEST_SEQUENCE = 2**31 - 1


def start(  # noqa: PLR0913 — what the start page sends
    enrolment: Enrolment,
    *,
    at: datetime,
    by: "User",
    language: str,
    hold: str | None = None,
    code: str = "",
) -> Attempt:
    """Begin an attempt at the exam of ``enrolment``, or return the one under way.

    The questions are drawn by the rule of ``drawing`` and bound to their versions; each
    candidate has her own order of questions and choices. ``hold`` names the window it
    is written in, ``code`` the invigilated sitting. Raises ``StartError`` with everything
    that is in the way.
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
        way = entering.entrance(enrolment, paper, at)
        sitting = way.sitting(code)
        if way.is_bound and sitting is None:
            raise StartError([entering.wrong_code()])
        attempt = _begin(enrolment, paper, sitting, at=at, language=language, hold=hold)
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
    sent: Sent,
    sequence: int,
    *,
    at: datetime,
) -> Response:
    """Keep an answer and return what now counts for the question at ``position``.

    ``sent`` is what the form of the question sends (field names to values), ``sequence``
    a number that the window counts up with each change: repeating one is harmless, and
    one lower than the last is ignored, so that answers may arrive twice and in any
    order. Raises ``ClosedError`` after the end (a
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
        given = read(item, sent)
        last = item.responses.order_by("sequence").last()
        if last is not None and sequence <= last.sequence:
            return last
        return Response.objects.create(
            item=item, sequence=sequence, given=given, saved_at=at
        )


def read(item: AttemptItem, sent: Sent) -> Given:
    """Return the answer in what the form of a question sent.

    Raises ``AnswerError``, which says what to do, for what is no answer.
    """
    question = item.question
    try:
        return question.kind.read(question.text()[0], sent)
    except GivenError as error:
        raise AnswerError(_words(error)) from error


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
        AttemptEvent.objects.create(
            attempt=attempt, kind=AttemptEvent.Kind.MOVED, at=at
        )
        trail.write(
            "assessment.attempt_moved",
            by=by,
            on=attempt,
            person=attempt.enrolment.learner.key,
        )
    return attempt


def _begin(  # noqa: PLR0913 — what an attempt is made of
    enrolment: Enrolment,
    paper: PaperVersion,
    sitting: Sitting | None,
    *,
    at: datetime,
    language: str,
    hold: str | None,
) -> Attempt:
    extra = extra_time.minutes_for(enrolment.learner, paper, at)
    usual_end = at + timedelta(minutes=paper.minutes)
    ends_at = usual_end + timedelta(minutes=extra)
    if sitting is not None and sitting.closes_at < ends_at:
        ends_at = sitting.closes_at
        extra = max(0, (ends_at - usual_end) // timedelta(minutes=1))
    attempt = Attempt.objects.create(
        enrolment=enrolment,
        paper=paper,
        number=enrolment.attempts.count() + 1,
        language=language,
        hold=hold or new_hold(),
        started_at=at,
        ends_at=ends_at,
        sitting=sitting,
        extra_minutes=extra,
    )
    drawn = _draw(enrolment.edition, paper, drawing.times_seen(enrolment))
    questions = QuestionVersion.objects.in_bulk([pk for pk, _counts in drawn])
    AttemptItem.objects.bulk_create(
        AttemptItem(
            attempt=attempt,
            position=position,
            question=questions[pk],
            order=_order(questions[pk]),
            is_scored=counts,
        )
        for position, (pk, counts) in enumerate(drawn, start=1)
    )
    return attempt


def _draw(
    edition: Edition, paper: PaperVersion, seen: Counter[int]
) -> list[tuple[int, bool]]:
    """Draw what counts, and what is tried out; return each with whether it counts."""
    scored = drawing.draw(drawing.bank(edition), paper.questions, seen)
    tried = drawing.draw(drawing.trials(edition), paper.trials, seen)
    return drawing.mixed(scored, tried)


def _order(question: QuestionVersion) -> Any:
    """Return the parts of a question in an order of chance, where its kind allows it."""
    return question.kind.order(question.text()[0], secrets.SystemRandom())


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


def _words(error: GivenError) -> str:
    """Say what to do; a number may simply be mistyped, the rest comes from no form."""
    if error.field == "number":
        return _("Write the answer as a number, in digits: 15 or 15.5.")
    if error.field in {"text", "gap"}:
        return _("This answer is too long. Write at most 250 characters.")
    return _(
        "This answer does not belong to the question. Load the page again, then answer."
    )
