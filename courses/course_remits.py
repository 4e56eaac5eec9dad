"""Remits that limit trainers to certain courses."""

from datetime import date
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils.translation import gettext as _

from courses.errors import RemitError
from courses.models import Course, CourseRemit
from elearning.accounts.roles import Role
from elearning.audit import audit_log
from elearning.staff import remit_grants

if TYPE_CHECKING:
    from elearning.accounts.models import User


def grant_course_remit(
    user: "User",
    course: Course | None,
    *,
    starts_on: date,
    by: "User | None",
    ends_on: date | None = None,
    reason: str = "",
) -> CourseRemit:
    """Give a trainer a remit over ``course``, or over all if it is ``None``; safe to repeat.

    From ``starts_on`` on, they see only the questions, statistics, answers to mark and
    releases of the courses in their remits. Raises ``RemitError`` if the user is no
    trainer, if the last day is before the first, if they already have the remit on some
    of these days, or if they grant it to themselves.
    """
    if not user.has_role(Role.TRAINER):
        raise RemitError(
            _("This person is not a trainer. Grant them a remit in that role first.")
        )
    remit_grants.check_remit_grant(user, starts_on, ends_on, by=by, error=RemitError)
    with transaction.atomic():
        locked = get_user_model().objects.select_for_update().get(pk=user.pk)
        same = CourseRemit.objects.filter(user=locked, course=course)
        if held := remit_grants.find_overlapping_remit(
            same, starts_on, ends_on, error=RemitError
        ):
            return held
        remit = CourseRemit.objects.create(
            user=locked, course=course, starts_on=starts_on, ends_on=ends_on
        )
        audit_log.record_action(
            "courses.remit_granted",
            by=by,
            on=remit,
            reason=reason,
            user=user.pk,
            course=course.code if course else "",
            starts_on=starts_on,
            ends_on=ends_on,
        )
    return remit


def end_course_remit(
    remit: CourseRemit, *, on: date, by: "User | None", reason: str = ""
) -> None:
    """Make ``on`` the last day of ``remit``; the row is kept, and no course is added.

    Raises ``RemitError`` for a day before the first, or if the remit has ended already.
    """
    told = "courses.remit_ended"
    remit_grants.end_any_remit(
        told, remit, on=on, by=by, reason=reason, error=RemitError
    )
