"""Changes of a planned sitting: another time, or another invigilator."""

from datetime import datetime

from django.utils.translation import gettext as _

from courses.assessment.errors import SittingError
from courses.assessment.models import Sitting
from courses.assessment.sittings import sitting_notices
from courses.assessment.sittings.sitting_schedule import (
    check_invigilator,
    check_sitting_window,
    find_current_paper,
    lock_sitting,
)
from courses.models import Enrolment
from courses.transactions import unit_of_work
from elearning.accounts.models import User
from elearning.audit import audit_log
from elearning.audit.reasons import require_reason


def move_sitting(
    sitting: Sitting,
    *,
    opens_at: datetime,
    closes_at: datetime,
    reason: str,
    by: User,
    at: datetime,
) -> None:
    """Move ``sitting`` to another window and notify the people concerned.

    Safe to repeat. Raises ``SittingError`` once the sitting has opened or was
    cancelled, and for a window that could not be planned. The code stays the same.
    Whoever has moved a sitting without an invigilator cannot sit the exam there.
    """
    require_reason(reason, SittingError)
    with unit_of_work():
        sitting = lock_sitting(sitting)
        before = (sitting.opens_at, sitting.closes_at)
        if before == (opens_at, closes_at):
            return
        _demand_standing(sitting, at)
        if sitting.opens_at <= at:
            raise SittingError(
                _(
                    "This sitting has opened, so it cannot be moved. Plan another "
                    "one, or add minutes."
                )
            )
        check_sitting_window(
            opens_at, closes_at, find_current_paper(sitting.course), at
        )
        sitting.opens_at, sitting.closes_at = opens_at, closes_at
        sitting.save(update_fields=["opens_at", "closes_at"])
        sitting.moved_by.add(by)
        entry = audit_log.record_action(
            "assessment.sitting_moved",
            by=by,
            on=sitting,
            reason=reason.strip(),
            before=before,
            after=(opens_at, closes_at),
        )
        sitting_notices.notify_learners(
            sitting, sitting_notices.MOVED, turn=entry.pk, at=at
        )
        sitting_notices.notify_invigilator(
            sitting, sitting.invigilator, sitting_notices.MOVED, turn=entry.pk, at=at
        )


def reassign_invigilator(
    sitting: Sitting, to: User, *, reason: str, by: User, at: datetime
) -> None:
    """Make ``to`` the invigilator of ``sitting`` from now on; safe to repeat.

    ``by`` plans sittings there, or is the current invigilator. From then on another
    code opens the exam, which ``to`` sees; learners who have started need no code.
    Raises ``SittingError`` for a sitting that is over or cancelled, for one without an
    invigilator, for somebody who does not invigilate there, and for somebody who writes
    in it.
    """
    require_reason(reason, SittingError)
    with unit_of_work():
        sitting = lock_sitting(sitting)
        before = sitting.invigilator
        if before == to:
            return
        _demand_standing(sitting, at)
        if before is None:
            raise SittingError(
                _("This sitting has no invigilator, so there is nothing to pass on.")
            )
        check_invigilator(to, sitting.establishment)
        if _is_writing(to, sitting):
            raise SittingError(
                _(
                    "This person is taking the exam in the same room. Choose another "
                    "invigilator there."
                )
            )
        sitting.invigilator = to
        sitting.save(update_fields=["invigilator"])
        entry = audit_log.record_action(
            "assessment.sitting_passed_on",
            by=by,
            on=sitting,
            reason=reason.strip(),
            before=before.pk,
            after=to.pk,
        )
        told = {sitting_notices.GIVEN: to, sitting_notices.TAKEN: before}
        for kind, user in told.items():
            sitting_notices.notify_invigilator(
                sitting, user, kind, turn=entry.pk, at=at
            )


def _is_writing(user: User, sitting: Sitting) -> bool:
    """Return whether ``user`` writes in ``sitting``, while blocking a start there.

    A start locks the enrolment before it checks who invigilates.
    """
    mine = Enrolment.objects.filter(learner__user=user, course=sitting.course)
    list(mine.select_for_update(of=("self",), no_key=True).values_list("pk"))
    return sitting.attempts.open().filter(enrolment__learner__user=user).exists()


def _demand_standing(sitting: Sitting, at: datetime) -> None:
    if sitting.cancelled_at is not None:
        raise SittingError(_("This sitting was called off. Plan another one."))
    if sitting.closes_at <= at:
        raise SittingError(_("This sitting is over, so it cannot be changed any more."))
