"""A release at a set time: planned once every gate is passed, done by the worker.

The worker releases exactly what was approved when it was planned, or nothing.
"""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses import proposing
from courses.errors import ReleaseError
from courses.models import Course, Edition, PlannedRelease, PlannedReleaseEnd
from courses.refusing import noting_refusals
from elearning.accounts.roles import Role
from elearning.audit import trail
from elearning.notices.sending import notify
from elearning.notices.wording import Wording

if TYPE_CHECKING:
    from elearning.accounts.models import User

#: The notice of a planned release that was refused when its time came.
KIND = "planned-release-refused"
_Outcome = PlannedReleaseEnd.Outcome


def pending(course: Course) -> PlannedRelease | None:
    """Return what is planned for ``course`` and has not ended."""
    return course.planned_releases.filter(end=None).select_related("by").first()


def plan(course: Course, *, due: datetime, by: "User", seen: str) -> PlannedRelease:
    """Have the proposal released at ``due``, as it is; return the plan.

    ``seen`` is the seal of the proposal on the screen. Raises ``ReleaseError`` for what
    is missing, for a moment that has passed, and where another release is planned.
    """
    with noting_refusals("courses.plan_refused", ReleaseError, by=by, on=course):
        proposing.look_again(course, seen)
        if reasons := proposing.missing_for(course):
            raise ReleaseError(reasons)
        if due <= timezone.now():
            raise ReleaseError([_("Choose a moment that is still to come.")])
        if pending(course):
            raise ReleaseError(
                [_("A release of this course is planned already. Call it off first.")]
            )
        made = PlannedRelease.objects.create(
            course=course, digest=seen, due=due, by=by, at=timezone.now()
        )
        trail.write("courses.release_planned", by=by, on=made, due=due.isoformat())
    return made


def cancel(planned: PlannedRelease, *, by: "User") -> None:
    """Call ``planned`` off; ``ReleaseError`` where it has ended meanwhile."""
    with transaction.atomic():
        if _held(planned) is None:
            raise ReleaseError([_("This release has taken place or was called off.")])
        _end(planned, _Outcome.CANCELLED, by=by)
        trail.write("courses.planned_release_cancelled", by=by, on=planned)


def release_due(at: datetime) -> int:
    """Release what was planned for ``at`` or before, and return how many plans ended.

    A plan that is refused ends as well; whoever made it is told why.
    """
    due = PlannedRelease.objects.filter(end=None, due__lte=at).order_by("due", "pk")
    return sum(_carry_out(one) for one in due.select_related("course", "by"))


def say(context: dict[str, str]) -> Wording:
    """Return the words of the notice: the course by its code (curriculum R16)."""
    return Wording(
        _("The planned release of %(code)s was refused") % {"code": context["code"]},
        _("Something changed after it was planned. Look at the release again."),
    )


def _carry_out(planned: PlannedRelease) -> bool:
    with transaction.atomic():
        if _held(planned) is None:
            return False
        try:
            edition = _released(planned)
        except ReleaseError as error:
            _end(planned, _Outcome.REFUSED, reason="\n".join(error.reasons))
            _tell(planned)
        else:
            _end(planned, _Outcome.RELEASED, edition=edition)
    return True


def _released(planned: PlannedRelease) -> Edition:
    """Release, in the name of whoever planned it, what she saw; else ``ReleaseError``."""
    course, by = planned.course, planned.by
    refusals = noting_refusals(
        "courses.release_refused", ReleaseError, by=by, on=course
    )
    if by is None or not _may_release(by, course):
        with refusals:
            raise ReleaseError(
                [
                    _(
                        "Whoever planned this release may not release this course any more."
                    )
                ]
            )
    return proposing.release_proposal(course, by=by, seen=planned.digest)


def _may_release(user: "User", course: Course) -> bool:
    if not user.is_active:
        return False
    if user.has_role(Role.SAFEGUARD_REVIEWER):
        return True
    is_hers = Course.objects.in_remit_of(user).filter(pk=course.pk).exists()
    return user.has_role(Role.TRAINER) and is_hers


def _held(planned: PlannedRelease) -> PlannedRelease | None:
    """Hold the plan, and return it unless it has ended."""
    held = PlannedRelease.objects.select_for_update().filter(pk=planned.pk).first()
    ended = PlannedReleaseEnd.objects.filter(plan=planned.pk).exists()
    return None if ended else held


def _end(
    planned: PlannedRelease,
    outcome: PlannedReleaseEnd.Outcome,
    *,
    edition: Edition | None = None,
    reason: str = "",
    by: "User | None" = None,
) -> None:
    PlannedReleaseEnd.objects.create(
        plan=planned,
        outcome=outcome,
        edition=edition,
        reason=reason,
        by=by,
        at=timezone.now(),
    )


def _tell(planned: PlannedRelease) -> None:
    if planned.by is not None:
        url = f"/desk/release/{planned.course.slug}/"
        context = {"code": planned.course.code}
        notify(planned.by, KIND, str(planned.pk), context=context, url=url)
