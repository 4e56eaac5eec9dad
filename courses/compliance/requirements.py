"""Make requirements and end them; a change is an old one ended and a new one."""

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

#: What tells of whom a rule asks a course; two rules alike in all of it are the same.
SCOPE = (
    *("post", "category", "course", "establishment", "kind"),
    *("with_acting", "least_share", "appointed_from"),
)
#: What it asks, and from when to when.
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
    """Demand ``course`` of everybody in ``post`` from ``starts_on``; return the rule.

    ``fields`` are the others of a ``Requirement``: of a category, an establishment or a
    kind of them, conditions, days, and what a renewal counts from. Without a post or a
    category it is asked of everybody. Raises ``ComplianceError`` for what cannot be kept
    (more months than the course is valid, a window as long as the validity, a day that
    not every year has), and where the same rule is in force already.
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
    """Save ``requirement``, which is new, and return it; see ``create_requirement``."""
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
    """Let ``new``, which begins today or later, take the place of ``rule``.

    The old rule ends the day before, and what was reckoned by it stays. Raises
    ``ComplianceError`` as ``create_requirement`` does, and for a day that has passed.
    """
    check_requirement_change(rule, new.starts_on)
    with transaction.atomic():
        end_requirement(rule, on=subtract_day(new.starts_on), by=by, reason=reason)
        return save_requirement(new, by=by, reason=reason)


def change_requirement(
    rule: Requirement, *, starts_on: date, by: "User | None", reason: str, **fields: Any
) -> Requirement:
    """Change ``fields`` of ``rule`` from ``starts_on`` on; return the rule from then on."""
    kept = {name: getattr(rule, name) for name in (*SCOPE, *TERMS)}
    changed = Requirement(**kept | fields | {"starts_on": starts_on})
    return replace_requirement(rule, changed, by=by, reason=reason)


def end_requirement(
    requirement: Requirement, *, on: date, by: "User | None", reason: str = ""
) -> None:
    """Make ``on`` the last day of ``requirement``; earlier reports stay as they are."""
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
    """Return whomever ``requirement`` asks, or asked, for its course, on any day."""
    held = Appointment.objects.filter(requirement.of_appointments)
    return StaffMember.objects.filter(pk__in=held.values("staff_member"))


def check_requirement(
    requirement: Requirement, *, instead_of: Requirement | None = None
) -> None:
    """Raise ``ComplianceError`` where ``requirement`` cannot be kept as it is.

    ``instead_of`` is the rule that it follows, which ends the day before.
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
                "There is a rule already that asks the same people for this course. "
                "Change that one, or end it first."
            )
        )


def check_requirement_change(rule: Requirement, starts_on: date) -> None:
    """Raise ``ComplianceError`` where ``rule`` cannot be another from ``starts_on`` on."""
    if starts_on < timezone.localdate():
        raise ComplianceError(
            _("The past stays as it was. Let the change begin today or later.")
        )
    if starts_on <= rule.starts_on:
        raise ComplianceError(
            _("The rule itself begins on that day. Let the change begin after it.")
        )
    if rule.ends_on is not None and rule.ends_on < starts_on:
        raise ComplianceError(
            _("The rule has ended by then. Make a new rule instead of changing it.")
        )


def list_same_scope_rules(requirement: Requirement) -> QuerySet[Requirement]:
    """Return the rules, of any time, that ask the same people for the same course."""
    alike = {name: getattr(requirement, name) for name in SCOPE}
    return Requirement.objects.filter(**alike).exclude(pk=requirement.pk)
