"""Planning and cancelling of exam sittings, with notices to the people concerned."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from courses.assessment.errors import SittingError
from courses.assessment.models import PLANNING_ROLES, PaperVersion, Sitting
from courses.assessment.sittings import sitting_notices
from courses.models import Course
from courses.transactions import unit_of_work
from elearning.accounts.models import User
from elearning.accounts.roles import Role
from elearning.audit import audit_log
from elearning.audit.reasons import require_reason
from elearning.staff.models import Establishment

#: The maximum length of a window.
LONGEST = timedelta(days=31)


def plan_sitting(
    course: Course,
    establishment: Establishment,
    *,
    opens_at: datetime,
    closes_at: datetime,
    invigilator: User | None,
    by: User,
    at: datetime,
) -> Sitting:
    """Open the exam of ``course`` to ``establishment`` for a while; return the sitting.

    Raises ``SittingError`` for a window that has closed, is shorter than the exam or
    longer than a month; for an exam that requires an invigilator without one; for an
    invigilator of another place; and for a place outside the remit of ``by``.
    """
    paper = find_current_paper(course)
    if paper is None:
        raise SittingError(
            _("This course has no exam that learners could sit. Choose another course.")
        )
    check_sitting_window(opens_at, closes_at, paper, at)
    _demand_place(establishment, by)
    if invigilator is None and paper.is_invigilated:
        raise SittingError(_("This exam needs an invigilator. Choose one."))
    if invigilator is not None:
        check_invigilator(invigilator, establishment)
    with unit_of_work():
        sitting = Sitting.objects.create(
            course=course,
            establishment=establishment,
            opens_at=opens_at,
            closes_at=closes_at,
            invigilator=invigilator,
            planned_at=at,
            planned_by=by,
        )
        audit_log.record_action(
            "assessment.sitting_planned",
            by=by,
            on=sitting,
            course=course.code,
            establishment=establishment.code,
            opens_at=opens_at,
            closes_at=closes_at,
        )
        sitting_notices.notify_learners(
            sitting, sitting_notices.PLANNED, turn="planned", at=at
        )
        sitting_notices.notify_invigilator(
            sitting, invigilator, sitting_notices.GIVEN, turn="planned", at=at
        )
    return sitting


def cancel_sitting(sitting: Sitting, *, reason: str, by: User, at: datetime) -> None:
    """Cancel ``sitting``; learners who have started in it go on. Safe to repeat."""
    require_reason(reason, SittingError)
    with unit_of_work():
        sitting = lock_sitting(sitting)
        if sitting.cancelled_at is not None:
            return
        if sitting.closes_at <= at:
            raise SittingError(
                _("This sitting is over, so it cannot be called off any more.")
            )
        sitting.cancelled_at = at
        sitting.save(update_fields=["cancelled_at"])
        audit_log.record_action(
            "assessment.sitting_cancelled", by=by, on=sitting, reason=reason.strip()
        )
        sitting_notices.notify_learners(
            sitting, sitting_notices.CANCELLED, turn="off", at=at
        )
        sitting_notices.notify_invigilator(
            sitting, sitting.invigilator, sitting_notices.CANCELLED, turn="off", at=at
        )


def lock_sitting(sitting: Sitting) -> Sitting:
    """Return ``sitting`` as it is now, locked until the end of the transaction."""
    rows = Sitting.objects.select_for_update(of=("self",), no_key=True)
    known = rows.select_related("course", "establishment", "invigilator")
    return known.get(pk=sitting.pk)


def find_current_paper(course: Course) -> PaperVersion | None:
    """Return the exam of the newest edition of ``course``, or ``None``."""
    edition = course.current_edition
    if edition is None:
        return None
    return PaperVersion.objects.filter(version__entries__edition=edition).first()


def check_sitting_window(
    opens_at: datetime, closes_at: datetime, paper: PaperVersion | None, at: datetime
) -> None:
    """Raise an error for a window that is closed, too long or too short for ``paper``."""
    if closes_at <= at:
        raise SittingError(_("This time has passed. Choose a later one."))
    if paper and closes_at - opens_at < timedelta(minutes=paper.minutes):
        raise SittingError(
            _(
                "The exam takes %(minutes)s minutes, longer than this sitting. "
                "Set a later closing time."
            )
            % {"minutes": paper.minutes}
        )
    if closes_at - opens_at > LONGEST:
        raise SittingError(
            _("This sitting is longer than a month. Check the two days.")
        )


def _demand_place(establishment: Establishment, by: User) -> None:
    mine = Establishment.objects.visible_to(by, roles=PLANNING_ROLES)
    if not mine.filter(pk=establishment.pk).exists():
        raise SittingError(
            _("This establishment is not in your remit. Choose one of yours.")
        )


def check_invigilator(invigilator: User, establishment: Establishment) -> None:
    """Raise an error if the invigilator's remit does not include ``establishment``."""
    places = Establishment.objects.visible_to(invigilator, roles=(Role.INVIGILATOR,))
    if not invigilator.is_active or not places.filter(pk=establishment.pk).exists():
        raise SittingError(
            _("This invigilator is not assigned to that establishment. Choose another.")
        )
