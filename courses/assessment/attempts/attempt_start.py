"""Starting an exam, and moving it to another window."""

import secrets
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from courses import progress
from courses.assessment.asking.part_names import build_neutral_text
from courses.assessment.attempts import (
    answer_store,
    attempt_deadlines,
    exam_admission,
    extra_time,
)
from courses.assessment.errors import ExamStartError, OtherWindowError
from courses.assessment.events import AttemptStarted
from courses.assessment.models import (
    Attempt,
    AttemptEvent,
    AttemptItem,
    AttemptPurpose,
    QuestionVersion,
    generate_window_token,
)
from courses.assessment.papers import question_draw
from courses.assessment.papers.question_pools import QuestionPool
from courses.assessment.sittings import sitting_entrance
from courses.models import Enrolment
from courses.transactions import unit_of_work
from elearning.accounts.models import User
from elearning.audit import audit_log
from elearning.prepared_queries import PreparedQuery, QueryParameter


def start_attempt(
    enrolment: Enrolment,
    *,
    at: datetime,
    by: User | None,
    language: str,
    hold: str | None = None,
    code: str = "",
) -> Attempt:
    """Start an attempt at the exam of ``enrolment``, or return the one under way.

    Questions are drawn by the rule of ``question_draw`` and fixed to their versions;
    each candidate gets their own order of questions and choices. ``hold`` names the
    window that may write, ``code`` the invigilated sitting. Raises ``ExamStartError``
    with every reason against starting.
    """
    if (under_way := find_open_attempt(enrolment)) is not None:
        attempt_deadlines.close_overdue_attempt(under_way, at=at)
    with unit_of_work():
        (enrolment,) = _locked.ask(enrolment=enrolment.pk)
        found = exam_admission.assess_admission(enrolment, at)
        if found.under_way is not None:
            return found.under_way
        if found.reasons:
            raise ExamStartError(found.reasons)
        sitting = found.way.sitting(code)
        if found.way.is_bound and sitting is None:
            raise ExamStartError([sitting_entrance.build_wrong_code_refusal()])
        begun = Attempt(
            enrolment=enrolment,
            paper=found.paper,
            number=found.number,
            started_at=at,
            language=language,
            hold=hold or generate_window_token(),
            sitting=sitting,
        )
        attempt = create_attempt(begun, found.bank)
        progress.start_unit(
            enrolment, found.paper.version.unit, language=language, at=at
        )
        audit_log.record_action(
            "assessment.attempt_started",
            by=by,
            on=attempt,
            person=enrolment.learner.key,
            number=attempt.number,
        )
        AttemptStarted(attempt).send()
    return attempt


def find_open_attempt(enrolment: Enrolment) -> Attempt | None:
    """Return the attempt under way, or ``None``."""
    return next(iter(_under_way.ask(enrolment=enrolment.pk)), None)


def create_attempt(attempt: Attempt, bank: QuestionPool) -> Attempt:
    """Store ``attempt`` with its end and questions drawn from ``bank``, and return it.

    The caller has locked the enrolment. ``number`` counts the attempts of the same
    purpose. Trial questions are added to exams only.
    """
    paper, sitting, at = attempt.paper, attempt.sitting, attempt.started_at
    extra = extra_time.compute_extra_minutes(attempt.enrolment.learner, paper, at)
    minutes = paper.minutes_for(AttemptPurpose(attempt.purpose))
    usual_end = at + timedelta(minutes=minutes)
    ends_at = usual_end + timedelta(minutes=extra)
    if sitting is not None and sitting.closes_at < ends_at:
        ends_at = sitting.closes_at
        extra = max(0, (ends_at - usual_end) // timedelta(minutes=1))
    attempt.ends_at, attempt.extra_minutes = ends_at, extra
    attempt.save(force_insert=True)
    drawn = _draw(attempt, bank)
    read = QuestionVersion.objects.only("type", "body")
    questions = read.in_bulk([pk for pk, _counts in drawn])
    AttemptItem.objects.bulk_create(
        AttemptItem(
            attempt=attempt,
            position=position,
            question=questions[pk],
            order=build_part_order(questions[pk]),
            is_scored=counts,
        )
        for position, (pk, counts) in enumerate(drawn, start=1)
    )
    return attempt


def move_attempt_to_window(
    attempt: Attempt,
    *,
    at: datetime,
    by: User,
    is_known: bool = True,
) -> Attempt:
    """Move ``attempt`` to another window or device, and close it in the previous one.

    Saved answers are kept. If the device is new (``is_known`` is false), the attempt
    must still be held by the window that ``attempt`` names; otherwise
    ``OtherWindowError`` is raised.
    """
    seen = attempt.hold
    with transaction.atomic():
        locked = Attempt.every.select_for_update(of=("self",), no_key=True)
        attempt = locked.select_related("enrolment__learner").get(pk=attempt.pk)
        answer_store.check_attempt_open(attempt, at)
        if not is_known and attempt.hold != seen:
            raise OtherWindowError
        attempt.hold = generate_window_token()
        attempt.save(update_fields=["hold"])
        kind = AttemptEvent.Kind.MOVED if is_known else AttemptEvent.Kind.DEVICE
        AttemptEvent.objects.create(attempt=attempt, kind=kind, at=at)
        audit_log.record_action(
            "assessment.attempt_moved",
            by=by,
            on=attempt,
            person=attempt.enrolment.learner.key,
        )
    return attempt


@PreparedQuery
def _locked() -> QuerySet[Enrolment]:
    locked = Enrolment.objects.select_for_update(of=("self",), no_key=True)
    whole = locked.select_related("course", "edition", "learner")
    return whole.filter(pk=QueryParameter("enrolment", Enrolment, "id"))


@PreparedQuery
def _under_way() -> QuerySet[Attempt]:
    enrolment = QueryParameter("enrolment", Attempt, "enrolment")
    return Attempt.objects.open().filter(enrolment=enrolment)


def _draw(attempt: Attempt, bank: QuestionPool) -> list[tuple[int, bool]]:
    """Draw the scored and the trial questions; return each with whether it counts."""
    paper, seen = attempt.paper, question_draw.count_times_seen(attempt.enrolment)
    if not attempt.is_exam:
        number = paper.questions_for(AttemptPurpose(attempt.purpose))
        return question_draw.mix_drawn_questions(
            question_draw.draw_questions(bank, number, seen), []
        )
    return question_draw.mix_drawn_questions(
        question_draw.draw_scored_questions(bank, paper, seen),
        question_draw.draw_trial_questions(bank.trials, paper, seen),
    )


def build_part_order(question: QuestionVersion) -> Any:
    """Return the parts of a question in random order, if its type allows it."""
    text = build_neutral_text(question, question.text()[0])
    return question.kind.order(text, secrets.SystemRandom())
