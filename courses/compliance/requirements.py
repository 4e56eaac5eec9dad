"""Creation, change and end of requirements; a change ends the old one and adds a new one."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.compliance.errors import ComplianceError
from courses.compliance.models import Requirement
from courses.compliance.periods.rebuild_requests import request_period_rebuild
from courses.models import Course
from courses.validity import subtract_day
from elearning.audit import audit_log
from elearning.staff.amendment_history import amend_end_date, compute_known_on
from elearning.staff.models import Appointment, Post, StaffMember

if TYPE_CHECKING:
    from elearning.accounts.models import User

#: Fields that say who is required to hold which course; equal ones mean the same rule.
SCOPE = (
    *("post", "category", "course", "establishment", "kind"),
    *("with_acting", "least_share", "appointed_from"),
)
#: Fields that say what is required, and from when to when.
TERMS = (
    *("months", "expiry", "fixed_month", "fixed_day"),
    *("window_days", "grace_days", "first_due_days", "starts_on", "ends_on"),
)


def create_requirement(
    post: Post | None,
    course: Course,
    *,
    months: int,
    starts_on: date,
    by: "User | None",
    **fields: Any,
) -> Requirement:
    """Require ``course`` of everybody in ``post`` from ``starts_on``; return the rule.

    ``fields`` are other fields of ``Requirement``: a category, an establishment or a
    kind of establishment, conditions, days, and what a renewal counts from. Without a
    post or a category, everybody is covered. Raises ``ComplianceError`` for impossible
    values (more months than the course is valid, a window as long as the validity, a
    day that not every year has), and if the same rule is in force already.
    """
    return save_requirement(
        Requirement(
            post=post, course=course, months=months, starts_on=starts_on, **fields
        ),
        by=by,
    )


def save_requirement(
    requirement: Requirement, *, by: "User | None", reason: str = ""
) -> Requirement:
    """Save the new ``requirement`` and return it; see ``create_requirement``."""
    check_requirement(requirement)
    with transaction.atomic():
        requirement.known_on = compute_known_on(requirement.starts_on)
        requirement.save()
        request_period_rebuild(list_asked_people(requirement))
        audit_log.record_action(
            "compliance.required",
            by=by,
            on=requirement,
            reason=reason,
            months=requirement.months,
        )
    return requirement


def replace_requirement(
    rule: Requirement, new: Requirement, *, by: "User | None", reason: str
) -> Requirement:
    """Replace ``rule`` by ``new``, which begins today or later.

    The old rule ends the day before, and standings until then do not change. Raises
    ``ComplianceError`` as ``create_requirement`` does, and for a day in the past.
    """
    check_requirement_change(rule, new.starts_on)
    with transaction.atomic():
        end_requirement(rule, on=subtract_day(new.starts_on), by=by, reason=reason)
        return save_requirement(new, by=by, reason=reason)


def end_requirement(
    requirement: Requirement, *, on: date, by: "User | None", reason: str = ""
) -> None:
    """Make ``on`` the last day of ``requirement``; earlier reports do not change."""
    if on < requirement.starts_on:
        raise ComplianceError(
            _("The last day is before the first. Correct one of the dates.")
        )
    with transaction.atomic():
        amend_end_date(requirement, on)
        request_period_rebuild(list_asked_people(requirement))
        audit_log.record_action(
            "compliance.requirement_ended",
            by=by,
            on=requirement,
            reason=reason,
            after=on,
        )


def list_asked_people(requirement: Requirement) -> QuerySet[StaffMember]:
    """Return the people whom ``requirement`` covers, or covered, on any day."""
    held = Appointment.objects.filter(requirement.of_appointments)
    return StaffMember.objects.filter(pk__in=held.values("staff_member"))


def check_requirement(
    requirement: Requirement, *, instead_of: Requirement | None = None
) -> None:
    """Raise ``ComplianceError`` if ``requirement`` is impossible.

    ``instead_of`` is the rule that it replaces, which ends the day before.
    """
    try:
        requirement.full_clean()
    except ValidationError as error:
        raise ComplianceError(" ".join(error.messages)) from error
    same = list_same_scope_rules(requirement).exclude(ends_on__lt=requirement.starts_on)
    if requirement.ends_on is not None:
        same = same.filter(starts_on__lte=requirement.ends_on)
    if instead_of is not None:
        same = same.exclude(pk=instead_of.pk)
    if same.exists():
        raise ComplianceError(
            _(
                "A rule already requires this course of the same people. Change "
                "that rule, or end it first."
            )
        )


def check_requirement_change(rule: Requirement, starts_on: date) -> None:
    """Raise ``ComplianceError`` if ``rule`` cannot change on ``starts_on``."""
    if starts_on < timezone.localdate():
        raise ComplianceError(
            _("The past cannot be changed. Let the change begin today or later.")
        )
    if starts_on <= rule.starts_on:
        raise ComplianceError(
            _("The rule itself begins on that day. Let the change begin after it.")
        )
    if rule.ends_on is not None and rule.ends_on < starts_on:
        raise ComplianceError(
            _(
                "The rule will have ended by then. Make a new rule instead of "
                "changing it."
            )
        )


def list_same_scope_rules(requirement: Requirement) -> QuerySet[Requirement]:
    """Return the rules, of any time, that require the same course of the same people."""
    alike = {name: getattr(requirement, name) for name in SCOPE}
    return Requirement.objects.filter(**alike).exclude(pk=requirement.pk)
