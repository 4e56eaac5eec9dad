"""One further attempt for a learner who has used all of theirs (curriculum A.6)."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from courses.assessment.attempts import exam_admission, extra_time
from courses.assessment.errors import ExamGrantError
from courses.assessment.models import Attempt, FurtherAttempt
from courses.models import Enrolment
from courses.transactions import unit_of_work
from elearning.accounts.models import User
from elearning.audit import audit_log
from elearning.audit.reasons import require_reason
from elearning.notices.notice_texts import NoticeText
from elearning.notices.notifications import notify_user

KIND = "exam-further-attempt"


def grant_further_attempt(
    enrolment: Enrolment, *, spoken_on: date, reason: str, by: User, at: datetime
) -> FurtherAttempt:
    """Give the learner of ``enrolment`` one further attempt, and notify them.

    ``by`` spoke with the learner on ``spoken_on``, after their last attempt. The
    attempt has no waiting time, but the lessons behind wrong answers must be read again
    first. Attempts are granted one at a time: ``ExamGrantError`` is raised while one is
    left, and for any other obstacle.
    """
    require_reason(reason, ExamGrantError)
    with unit_of_work():
        enrolment = (
            Enrolment.objects.select_for_update(of=("self",), no_key=True)
            .select_related("learner__user", "course")
            .get(pk=enrolment.pk)
        )
        extra_time.check_not_self(enrolment.learner, by)
        last = _last(enrolment)
        _demand_day(spoken_on, last, at)
        granted = FurtherAttempt.objects.create(
            after=last,
            spoken_on=spoken_on,
            reason=reason.strip(),
            granted_at=at,
            granted_by=by,
        )
        audit_log.record_action(
            "assessment.attempt_granted",
            by=by,
            on=granted,
            person=enrolment.learner.key,
            reason=granted.reason,
            after=last.number,
        )
        _tell(enrolment, granted)
    return granted


def can_grant_attempt(enrolment: Enrolment, taken: list[Attempt]) -> bool:
    """Return whether the learner has used all their attempts without passing.

    ``taken`` lists all their attempts, with ``paper`` and ``further``; takes no query.
    """
    if not enrolment.is_active or not taken or not taken[-1].is_marked:
        return False
    allowed = exam_admission.count_allowed_from_rows(taken, taken[0].paper)
    return not exam_admission.count_attempts_left(taken, allowed)


def render_further_attempt_notice(context: dict[str, Any]) -> NoticeText:
    """Return the text of the notice, with the course's code (curriculum R16)."""
    return NoticeText(_("Course %(code)s: you have one further attempt") % context)


def _last(enrolment: Enrolment) -> Attempt:
    """Return the learner's last attempt, after which none is left."""
    if not enrolment.is_active:
        raise ExamGrantError(
            _("This course has ended for the learner, so no attempt can be granted.")
        )
    taken = list(enrolment.attempts.select_related("paper").order_by("number"))
    if not taken or exam_admission.count_attempts_left(
        taken, exam_admission.count_allowed_attempts(enrolment, taken[0].paper)
    ):
        raise ExamGrantError(
            _("The learner still has an attempt. Grant another when none is left.")
        )
    if taken[-1].is_open:
        raise ExamGrantError(
            _("The learner is sitting the exam now. Wait until it is marked.")
        )
    if taken[-1].is_waiting:
        raise ExamGrantError(
            _(
                "Some answers from the last exam have not been marked yet. Have "
                "them marked first."
            )
        )
    return taken[-1]


def _demand_day(spoken_on: date, last: Attempt, at: datetime) -> None:
    if spoken_on > timezone.localdate(at):
        raise ExamGrantError(
            _(
                "This day is still to come. Speak to the learner first, then "
                "grant the attempt."
            )
        )
    if last.handed_in_at and spoken_on < timezone.localdate(last.handed_in_at):
        raise ExamGrantError(
            _(
                "The conversation takes place after the last attempt. Enter a "
                "day after it."
            )
        )


def _tell(enrolment: Enrolment, granted: FurtherAttempt) -> None:
    user = enrolment.learner.user
    if user is None:
        return
    notify_user(
        user,
        KIND,
        str(granted.after.key),
        context={"code": enrolment.course.code},
        url=f"/exams/{enrolment.key}/",
        at=granted.granted_at,
    )
