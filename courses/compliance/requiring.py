"""Make requirements and end them; a change is an old one ended and a new one."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from courses.compliance.errors import ComplianceError
from courses.compliance.models import Requirement
from courses.models import Course
from elearning.audit import trail
from elearning.staff.knowing import amend_end, known_from
from elearning.staff.models import Establishment, Post

if TYPE_CHECKING:
    from elearning.accounts.models import User


def require(  # noqa: PLR0913 — who must hold what, where and from when
    post: Post,
    course: Course,
    *,
    months: int,
    starts_on: date,
    by: "User | None",
    establishment: Establishment | None = None,
    **days: Any,
) -> Requirement:
    """Demand ``course`` of everybody in ``post`` from ``starts_on``; return the rule.

    ``days`` may give ``window_days``, ``grace_days`` and ``first_due_days``. Raises
    ``ComplianceError`` for more months than the course is valid, and where the same
    rule is in force already.
    """
    requirement = Requirement(
        post=post,
        course=course,
        months=months,
        starts_on=starts_on,
        establishment=establishment,
        known_on=known_from(starts_on),
        **days,
    )
    try:
        requirement.full_clean()
    except ValidationError as error:
        raise ComplianceError(" ".join(error.messages)) from error
    same = post.requirements.filter(course=course, establishment=establishment)
    if same.exclude(ends_on__lt=starts_on).exists():
        raise ComplianceError(
            _("This post already has a rule for this course. End that one first.")
        )
    with transaction.atomic():
        requirement.save()
        trail.write("compliance.required", by=by, on=requirement, months=months)
    return requirement


def end_requirement(
    requirement: Requirement, *, on: date, by: "User | None", reason: str = ""
) -> None:
    """Make ``on`` the last day of ``requirement``; earlier reports stay as they are."""
    if on < requirement.starts_on:
        raise ComplianceError(
            _("The last day is before the first. Correct one of the dates.")
        )
    with transaction.atomic():
        amend_end(requirement, on)
        trail.write(
            "compliance.requirement_ended",
            by=by,
            on=requirement,
            reason=reason,
            after=on,
        )
