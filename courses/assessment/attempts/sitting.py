"""Sit an exam: start it, move it to another window."""

import secrets
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import QuerySet

from courses import progress
from courses.acts import act
from courses.assessment.asking.names import neutral_text
from courses.assessment.attempts import admission, extra_time, saving, timing
from courses.assessment.errors import ElsewhereError, StartError
from courses.assessment.models import (
    Attempt,
    AttemptEvent,
    AttemptItem,
    PaperVersion,
    Purpose,
    QuestionVersion,
    Sitting,
    new_hold,
)
from courses.assessment.papers import drawing
from courses.assessment.papers.pools import Pool
from courses.assessment.signals import attempt_started
from courses.assessment.sittings import entering
from courses.models import Enrolment
from elearning.audit import trail
from elearning.prepared import Parameter, Prepared

if TYPE_CHECKING:
    from elearning.accounts.models import User


def start(
    enrolment: Enrolment,
    *,
    at: datetime,
    by: "User | None",
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
        (enrolment,) = _locked.ask(enrolment=enrolment.pk)
        found = admission.look(enrolment, at)
        if found.under_way is not None:
            return found.under_way
        if found.reasons:
            raise StartError(found.reasons)
        sitting = found.way.sitting(code)
        if found.way.is_bound and sitting is None:
            raise StartError([entering.wrong_code()])
        attempt = begin(
            enrolment,
            found.paper,
            found.bank,
            at=at,
            language=language,
            hold=hold,
            number=found.number,
            sitting=sitting,
        )
        progress.start(enrolment, found.paper.version.unit, language=language, at=at)
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
    return next(iter(_under_way.ask(enrolment=enrolment.pk)), None)


def begin(  # noqa: PLR0913 — what an attempt is made of
    enrolment: Enrolment,
    paper: PaperVersion,
    bank: Pool,
    *,
    at: datetime,
    language: str,
    hold: str | None,
    purpose: Purpose = Purpose.EXAM,
    number: int = 1,
    sitting: Sitting | None = None,
) -> Attempt:
    """Make an attempt and draw its questions; whoever asks has locked the enrolment.

    ``number`` counts the attempts of its purpose. Questions are tried out in exams alone.
    """
    extra = extra_time.minutes_for(enrolment.learner, paper, at)
    usual_end = at + timedelta(minutes=paper.minutes_for(purpose))
    ends_at = usual_end + timedelta(minutes=extra)
    if sitting is not None and sitting.closes_at < ends_at:
        ends_at = sitting.closes_at
        extra = max(0, (ends_at - usual_end) // timedelta(minutes=1))
    attempt = Attempt.every.create(
        enrolment=enrolment,
        paper=paper,
        purpose=purpose,
        number=number,
        language=language,
        hold=hold or new_hold(),
        started_at=at,
        ends_at=ends_at,
        sitting=sitting,
        extra_minutes=extra,
    )
    drawn = _draw(enrolment, paper, bank, purpose)
    read = QuestionVersion.objects.only("type", "body")
    questions = read.in_bulk([pk for pk, _counts in drawn])
    AttemptItem.objects.bulk_create(
        AttemptItem(
            attempt=attempt,
            position=position,
            question=questions[pk],
            order=order_for(questions[pk]),
            is_scored=counts,
        )
        for position, (pk, counts) in enumerate(drawn, start=1)
    )
    return attempt


def take_over(
    attempt: Attempt,
    *,
    at: datetime,
    by: "User",
    hold: str | None = None,
    is_known: bool = True,
) -> Attempt:
    """Move ``attempt`` to another window, or device, and close it in the one before.

    Answers saved so far are kept. Moving to the window that has it changes nothing. A
    device where it was not written before (``is_known``) gets it from the window that
    ``attempt`` names, and raises ``ElsewhereError`` where it has moved on since.
    """
    seen = attempt.hold
    with transaction.atomic():
        locked = Attempt.every.select_for_update(of=("self",), no_key=True)
        attempt = locked.select_related("enrolment__learner").get(pk=attempt.pk)
        saving.demand_open(attempt, at)
        if hold is not None and attempt.hold == hold:
            return attempt
        if not is_known and attempt.hold != seen:
            raise ElsewhereError
        attempt.hold = hold or new_hold()
        attempt.save(update_fields=["hold"])
        kind = AttemptEvent.Kind.MOVED if is_known else AttemptEvent.Kind.DEVICE
        AttemptEvent.objects.create(attempt=attempt, kind=kind, at=at)
        trail.write(
            "assessment.attempt_moved",
            by=by,
            on=attempt,
            person=attempt.enrolment.learner.key,
        )
    return attempt


def _by_key() -> QuerySet[Enrolment]:
    locked = Enrolment.objects.select_for_update(of=("self",), no_key=True)
    whole = locked.select_related("course", "edition", "learner")
    return whole.filter(pk=Parameter("enrolment", Enrolment, "id"))


def _open() -> QuerySet[Attempt]:
    enrolment = Parameter("enrolment", Attempt, "enrolment")
    return Attempt.objects.open().filter(enrolment=enrolment)


_locked = Prepared(_by_key)
_under_way = Prepared(_open)


def _draw(
    enrolment: Enrolment, paper: PaperVersion, bank: Pool, purpose: Purpose
) -> list[tuple[int, bool]]:
    """Draw what counts, and what is tried out; return each with whether it counts."""
    seen, number = drawing.times_seen(enrolment), paper.questions_for(purpose)
    if purpose != Purpose.EXAM:
        return drawing.mixed(drawing.draw(bank, number, seen), [])
    return drawing.mixed(
        drawing.scored(bank, paper, seen),
        drawing.tried(bank.trials, paper, seen),
    )


def order_for(question: QuestionVersion) -> Any:
    """Return the parts of a question in an order of chance, where its kind allows it."""
    text = neutral_text(question, question.text()[0])
    return question.kind.order(text, secrets.SystemRandom())
