"""Bind trainers to the courses that they look after, and end it again."""

from datetime import date
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from courses.errors import RemitError
from courses.models import Course, CourseRemit
from elearning.accounts.roles import Role
from elearning.audit import trail

if TYPE_CHECKING:
    from elearning.accounts.models import User


def grant(  # noqa: PLR0913 — whom, what, from when to when, why
    user: "User",
    course: Course | None,
    *,
    starts_on: date,
    by: "User | None",
    ends_on: date | None = None,
    reason: str = "",
) -> CourseRemit:
    """Let a trainer look after ``course``, or all where it is ``None``; safe to repeat.

    From the first day on she meets questions, statistics, answers to mark and releases
    of such courses alone. Raises ``RemitError`` for somebody who is no trainer, where the
    last day is before the first, where she has it already on some of these days, and
    where she grants it to herself.
    """
    if by is not None and by.pk == user.pk:
        raise RemitError(_("Nobody gives herself a remit. Ask another administrator."))
    if not user.has_role(Role.TRAINER):
        raise RemitError(
            _("This person is no trainer. Grant her a remit in that role first.")
        )
    if ends_on is not None and ends_on < starts_on:
        raise RemitError(
            _("The last day is before the first. Correct one of the dates.")
        )
    with transaction.atomic():
        locked = get_user_model().objects.select_for_update().get(pk=user.pk)
        held = _meeting(locked, course, starts_on, ends_on)
        if held is not None:
            if held.ends_on == ends_on:
                return held
            raise RemitError(
                _("This person holds this remit on some of these days. End that first.")
            )
        remit = CourseRemit.objects.create(
            user=locked, course=course, starts_on=starts_on, ends_on=ends_on
        )
        trail.write(
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


def end(remit: CourseRemit, *, on: date, by: "User | None", reason: str = "") -> None:
    """Make ``on`` the last day of ``remit``; the row stays, and no course is added.

    Raises ``RemitError`` for a day before the first, and for a remit that has ended.
    """
    if on < remit.starts_on:
        raise RemitError(
            _("The last day is before the first. Correct one of the dates.")
        )
    with transaction.atomic():
        remit = CourseRemit.objects.select_for_update().get(pk=remit.pk)
        if remit.ends_on is not None and remit.ends_on <= on:
            raise RemitError(_("This remit ends before that day already."))
        before = remit.ends_on
        remit.ends_on = on
        remit.save(update_fields=["ends_on"])
        trail.write(
            "courses.remit_ended",
            by=by,
            on=remit,
            reason=reason,
            user=remit.user_id,
            before=before,
            after=on,
        )


def _meeting(
    user: "User", course: Course | None, starts_on: date, ends_on: date | None
) -> CourseRemit | None:
    """Return a remit over the same that holds on one of these days."""
    same = CourseRemit.objects.filter(user=user, course=course)
    same = same.filter(Q(ends_on=None) | Q(ends_on__gte=starts_on))
    if ends_on is not None:
        same = same.filter(starts_on__lte=ends_on)
    return same.first()
