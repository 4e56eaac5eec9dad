"""Change a planned sitting: another time, or another invigilator."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from courses.acts import act
from courses.assessment.errors import SittingError
from courses.assessment.models import Sitting
from courses.assessment.sittings import announcing
from courses.assessment.sittings.planning import (
    demand_invigilator,
    demand_reason,
    demand_window,
    paper_in_use,
)
from elearning.audit import trail

if TYPE_CHECKING:
    from elearning.accounts.models import User


def move(
    sitting: Sitting,
    *,
    opens_at: datetime,
    closes_at: datetime,
    reason: str,
    by: "User",
    at: datetime,
) -> None:
    """Give ``sitting`` another window and tell everybody concerned; safe to repeat.

    Raises ``SittingError`` once it has opened or was called off, and for a window that
    could not be planned. The code stays the same. Where nobody invigilates, whoever chose
    the time counts as its planner, who does not sit the exam there.
    """
    demand_reason(reason)
    with act():
        sitting = _locked(sitting)
        before = (sitting.opens_at, sitting.closes_at)
        if before == (opens_at, closes_at):
            return
        _demand_standing(sitting, at)
        if sitting.opens_at <= at:
            raise SittingError(
                _(
                    "This sitting has opened, so it cannot be moved. Plan another one, or "
                    "give minutes."
                )
            )
        demand_window(opens_at, closes_at, paper_in_use(sitting.course), at)
        sitting.opens_at, sitting.closes_at = opens_at, closes_at
        planned_by = sitting.planned_by_id
        if sitting.invigilator is None:
            sitting.planned_by = by
        sitting.save(update_fields=["opens_at", "closes_at", "planned_by"])
        entry = trail.write(
            "assessment.sitting_moved",
            by=by,
            on=sitting,
            reason=reason.strip(),
            before=before,
            after=(opens_at, closes_at),
            planned_by=planned_by,
        )
        announcing.tell_learners(sitting, announcing.MOVED, turn=entry.pk, at=at)
        announcing.tell_invigilator(
            sitting, sitting.invigilator, announcing.MOVED, turn=entry.pk, at=at
        )


def pass_on(
    sitting: Sitting, to: "User", *, reason: str, by: "User", at: datetime
) -> None:
    """Let ``to`` invigilate ``sitting`` from now on; safe to repeat.

    ``by`` is whoever plans sittings there, or the invigilator herself. From then on
    another code opens the exam, which ``to`` sees; who has begun goes on without one.
    Raises ``SittingError`` for a sitting that is over or off, for one without an
    invigilator, for somebody who does not invigilate there, and for whoever writes in it.
    """
    demand_reason(reason)
    with act():
        sitting = _locked(sitting)
        before = sitting.invigilator
        if before == to:
            return
        _demand_standing(sitting, at)
        if before is None:
            raise SittingError(
                _("This sitting has no invigilator, so there is nothing to pass on.")
            )
        demand_invigilator(to, sitting.establishment)
        if sitting.attempts.open().filter(enrolment__learner__user=to).exists():
            raise SittingError(
                _(
                    "They are taking this exam in the same room. Choose another person "
                    "who invigilates there."
                )
            )
        sitting.invigilator = to
        sitting.save(update_fields=["invigilator"])
        entry = trail.write(
            "assessment.sitting_passed_on",
            by=by,
            on=sitting,
            reason=reason.strip(),
            before=before.pk,
            after=to.pk,
        )
        for user, kind in ((to, announcing.GIVEN), (before, announcing.TAKEN)):
            announcing.tell_invigilator(sitting, user, kind, turn=entry.pk, at=at)


def _locked(sitting: Sitting) -> Sitting:
    rows = Sitting.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("course", "establishment", "invigilator").get(
        pk=sitting.pk
    )


def _demand_standing(sitting: Sitting, at: datetime) -> None:
    if sitting.cancelled_at is not None:
        raise SittingError(_("This sitting was called off. Plan another one."))
    if sitting.closes_at <= at:
        raise SittingError(_("This sitting is over, so it cannot be changed any more."))
