"""Updates of certificates: the test, the confirmation of reading, and their effects."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import takewhile
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from courses.assessment.attempts import attempt_deadlines, attempt_start
from courses.assessment.attempts.exam_admission import get_exam_paper
from courses.assessment.events import AttemptStarted
from courses.assessment.models import (
    Attempt,
    AttemptPurpose,
    generate_window_token,
)
from courses.models import Course, Enrolment
from courses.records.models import Completion
from courses.records.statements.certificate_statements import emit_certificate_updated
from courses.transactions import unit_of_work
from courses.updates.errors import UpdateError
from courses.updates.models import ChangeRecord, UpdateAttempt, UpdateDone
from courses.updates.update_tasks import (
    AvailableQuestions,
    UpdateTask,
    build_task_questions,
    find_update_task,
)
from elearning.audit import audit_log
from elearning.staff.models import StaffMember

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from courses.certificates.models import Certificate
    from elearning.accounts.models import User


def find_open_test(enrolment: Enrolment, *, at: datetime) -> Attempt | None:
    """Return the test in progress at ``at``, if any; one out of time is marked first."""
    taken = list_update_tests(enrolment).filter(handed_in_at=None).first()
    if taken is None:
        return None
    taken = attempt_deadlines.close_overdue_attempt(taken, at=at)
    return taken if taken.is_open else None


def list_update_tests(enrolment: Enrolment) -> "QuerySet[Attempt]":
    """Return the tests started for updates of ``enrolment``, newest first."""
    rows = Attempt.every.filter(enrolment=enrolment, purpose=AttemptPurpose.UPDATE)
    return rows.order_by("-number")


def find_test_reopening(enrolment: Enrolment) -> datetime | None:
    """Return when a test that was failed may be repeated.

    The waiting times are those for further attempts at the exam, in the learner’s
    edition or the current one, whichever are longer.
    """
    failed = list(takewhile(lambda one: not one.passed, list_update_tests(enrolment)))
    if not failed:
        return None
    paper = get_exam_paper(enrolment)
    papers = (paper, paper.in_use)
    hours = max(one.hours_before(len(failed) + 1) for one in papers)
    return (failed[0].handed_in_at or failed[0].ends_at) + timedelta(hours=hours)


def render_wait_message(opens: datetime) -> str:
    """Return the message for learners who return before the test ``opens`` again."""
    moment = timezone.localtime(opens)
    return _(
        "The questions open again on %(date)s at %(time)s. Use the time "
        "to read the changes again."
    ) % {"date": date_format(moment), "time": time_format(moment, "H:i")}


def start_update_test(
    enrolment: Enrolment,
    *,
    seen: str,
    at: datetime,
    by: "User",
    language: str,
    hold: str | None = None,
) -> Attempt:
    """Start the test of an update, or return the one in progress.

    It may be repeated until it is passed, after the waiting times of the exam. ``seen``
    is the key of the changes on the page. Raises ``UpdateError`` if nothing is open,
    there are no questions, more has changed, the waiting time is not over, or a question
    that the learner quarantined waits for a second person.
    """
    with unit_of_work():
        enrolment = _locked(enrolment)
        if (taken := find_open_test(enrolment, at=at)) is not None:
            return taken
        task = _open(enrolment, seen, at)
        found = _find_questions(task, at)
        if found.pool is None:
            raise UpdateError(
                _(
                    "There are no questions yet. Open “My training”, then come back "
                    "to this page."
                )
            )
        if (opens := find_test_reopening(task.enrolment)) is not None and at < opens:
            raise UpdateError(render_wait_message(opens))
        begun = Attempt(
            enrolment=task.enrolment,
            paper=get_exam_paper(task.enrolment),
            purpose=AttemptPurpose.UPDATE,
            number=list_update_tests(task.enrolment).count() + 1,
            started_at=at,
            language=language,
            hold=hold or generate_window_token(),
        )
        attempt = attempt_start.create_attempt(begun, found.pool)
        UpdateAttempt.objects.bulk_create(
            UpdateAttempt(attempt=attempt, **one.demand.change) for one in task.updates
        )
        audit_log.record_action(
            "assessment.test_started",
            by=by,
            on=attempt,
            person=enrolment.learner.key,
            purpose=AttemptPurpose.UPDATE,
        )
        AttemptStarted(attempt).send()
    return attempt


def confirm_reading(
    enrolment: Enrolment, *, seen: str, at: datetime, by: "User", language: str
) -> None:
    """Record that the learner has read the changes, if there are no questions about them.

    Repeating is harmless. Raises ``UpdateError`` if there are questions, if some are
    still under review, or if one that the learner quarantined waits for a second person.
    """
    with unit_of_work():
        enrolment = _locked(enrolment)
        task = _open(enrolment, seen, at)
        found = _find_questions(task, at)
        if found.questions:
            raise UpdateError(
                _("There are now questions about these changes. Answer them.")
            )
        if found.waits:
            raise UpdateError(
                _("The questions are still being prepared. Come back in a few days.")
            )
        record_completed_updates(
            enrolment.learner,
            enrolment.course,
            [one.demand for one in task.updates],
            at=at,
            by=by,
            language=language,
        )


def record_passed_test(attempt: Attempt, *, at: datetime, by: "User | None") -> None:
    """Record the updates done by a passed test; other attempts have no effect."""
    if attempt.purpose != AttemptPurpose.UPDATE or not attempt.passed:
        return
    causes = list(attempt.updates.select_related("cause__document", "newer__course"))
    enrolment = attempt.enrolment
    record_completed_updates(
        enrolment.learner,
        enrolment.course,
        causes,
        at=at,
        by=by,
        language=attempt.language,
        attempt=attempt,
    )


def record_completed_updates(
    learner: StaffMember,
    course: Course,
    causes: Iterable[ChangeRecord],
    *,
    at: datetime,
    by: "User | None",
    language: str,
    attempt: Attempt | None = None,
) -> None:
    """Record that ``learner`` knows the changes ``causes``, once for each change."""
    certificate = _certificate(learner, course, at)
    for one in causes:
        row, is_new = UpdateDone.objects.get_or_create(
            learner=learner,
            course=course,
            **one.change,
            defaults={
                "attempt": attempt,
                "language": language,
                "done_on": timezone.localdate(at),
                "recorded_at": timezone.now(),
                "recorded_by": by,
            },
        )
        if not is_new:
            continue
        document = one.cause.document.code if one.cause else ""
        edition = one.cause or one.newer
        audit_log.record_action(
            "updating.done",
            by=by,
            on=row,
            person=learner.key,
            course=course.code,
            document=document,
            edition=edition.number if edition else 0,
        )
        if certificate is not None and edition is not None:
            emit_certificate_updated(certificate, edition, language=language, at=at)


def _open(enrolment: Enrolment, seen: str, at: datetime) -> UpdateTask:
    task = find_update_task(enrolment, on=timezone.localdate(at))
    if task is None:
        raise UpdateError(
            _("There is nothing to update here. Go back to your training.")
        )
    if task.seen != seen:
        raise UpdateError(
            _("More has changed in the meantime. Read this page again, then continue.")
        )
    return task


def _find_questions(task: UpdateTask, at: datetime) -> AvailableQuestions:
    found = build_task_questions(task, on=timezone.localdate(at))
    if found.is_held_back:
        raise UpdateError(
            _(
                "You quarantined a question about these changes. A second person has "
                "to lift the quarantine, or decide about the results, before you can "
                "do this update. Ask another trainer or a reviewer."
            )
        )
    return found


def _locked(enrolment: Enrolment) -> Enrolment:
    rows = Enrolment.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("course", "edition", "learner").get(pk=enrolment.pk)


def _certificate(
    learner: StaffMember, course: Course, at: datetime
) -> "Certificate | None":
    """Return the certificate of the latest pass in force at ``at``."""
    rows = Completion.objects.as_of(timezone.localdate(at))
    rows = rows.filter(learner=learner, course=course)
    newest = rows.order_by("-passed_on", "-pk").first()
    return newest.certificates.order_by("-pk").first() if newest else None
