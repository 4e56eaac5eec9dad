"""Extra minutes for an attempt that lost time to a connection or computer failure."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from courses.assessment.attempts.extra_time import check_not_self
from courses.assessment.errors import ExamGrantError
from courses.assessment.models import Allowance, Attempt
from courses.transactions import unit_of_work
from elearning.accounts.models import User
from elearning.audit import audit_log
from elearning.audit.reasons import require_reason

#: The maximum of one grant.
MOST_MINUTES = 60


def grant_minutes(
    attempt: Attempt,
    minutes: int,
    *,
    reason: str,
    seen: datetime,
    by: User,
    at: datetime,
) -> Allowance:
    """Move the end of ``attempt`` by ``minutes``, visibly to everybody.

    ``seen`` is the end shown to the invigilator: if a colleague has moved it since, or
    the form was sent twice, nothing is granted and ``ExamGrantError`` is raised. The
    end may be later than that of the sitting: the invigilator stays in the room. An
    attempt that has ended stays ended.
    """
    require_reason(reason, ExamGrantError)
    if not 1 <= minutes <= MOST_MINUTES:
        raise ExamGrantError(_("Enter 1 to 60 minutes."))
    with unit_of_work():
        locked = Attempt.objects.select_for_update(of=("self",), no_key=True)
        attempt = locked.select_related("enrolment__learner").get(pk=attempt.pk)
        learner = attempt.enrolment.learner
        check_not_self(learner, by)
        if not attempt.is_open or attempt.is_out_of_time(at):
            raise ExamGrantError(
                _("This exam has ended, so you can no longer add minutes.")
            )
        if attempt.ends_at != seen:
            raise ExamGrantError(_moved(attempt))
        attempt.ends_at += timedelta(minutes=minutes)
        attempt.extra_minutes += minutes
        attempt.save(update_fields=["ends_at", "extra_minutes"])
        given = Allowance.objects.create(
            attempt=attempt,
            minutes=minutes,
            reason=reason.strip(),
            granted_at=at,
            granted_by=by,
        )
        audit_log.record_action(
            "assessment.minutes_granted",
            by=by,
            on=attempt,
            person=learner.key,
            reason=given.reason,
            minutes=minutes,
            ends_at=attempt.ends_at,
        )
    return given


def _moved(attempt: Attempt) -> str:
    end = time_format(timezone.localtime(attempt.ends_at), "H:i")
    return _(
        "Minutes have just been added: this exam now ends at %(time)s. "
        "If more are needed, add them again."
    ) % {"time": end}
