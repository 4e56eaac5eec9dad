"""Give somebody a part of the service to look after, and take it back."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from elearning.accounts.roles import Role
from elearning.audit import trail
from elearning.staff.errors import StaffError
from elearning.staff.models import Dated, Establishment, Remit, in_force

if TYPE_CHECKING:
    from elearning.accounts.models import User

#: Roles that are held for a part of the service.
REMIT_ROLES = (Role.TRAINER, Role.INVIGILATOR, Role.FACILITY_HR, Role.MINISTRY_HR)


def grant_remit(  # noqa: PLR0913 — who, as what, where, from when to when, why
    user: "User",
    role: Role,
    establishment: Establishment,
    *,
    starts_on: date,
    by: "User | None",
    ends_on: date | None = None,
    reason: str = "",
) -> Remit:
    """Let ``user`` act in ``role`` at ``establishment`` and below; safe to repeat.

    She holds the role itself from the first day on (``follow_remits``). Raises
    ``StaffError`` where the last day is before the first, where she holds it already on
    some of these days, where her account is closed, and where she grants it to herself.
    """
    if not user.is_active:
        raise StaffError(_("This account is closed. Choose another."))
    look_at(user, starts_on, ends_on, by=by)
    with transaction.atomic():
        locked = get_user_model().objects.select_for_update().get(pk=user.pk)
        same = Remit.objects.filter(user=locked, role=role, establishment=establishment)
        if held := held_among(same, starts_on, ends_on):
            return held
        remit = Remit.objects.create(
            user=locked,
            role=role,
            establishment=establishment,
            starts_on=starts_on,
            ends_on=ends_on,
        )
        trail.write(
            "staff.remit_granted",
            by=by,
            on=remit,
            reason=reason,
            user=user.pk,
            role=role,
            establishment=establishment.code,
            starts_on=starts_on,
            ends_on=ends_on,
        )
        if starts_on <= timezone.localdate():
            user.groups.add(Group.objects.get(name=role))
            user.__dict__.pop("roles", None)
    return remit


def end_remit(remit: Remit, *, on: date, by: "User | None", reason: str = "") -> None:
    """Make ``on`` the last day of ``remit``; the row stays.

    Raises ``StaffError`` for a day before the first, and for a remit that has ended.
    """
    end_as("staff.remit_ended", remit, on=on, by=by, reason=reason)


def look_at(
    user: "User",
    starts_on: date,
    ends_on: date | None,
    *,
    by: "User | None",
    error: type[Exception] = StaffError,
) -> None:
    """Raise ``error`` where somebody grants a remit to herself, or its days are no days."""
    if by is not None and by.pk == user.pk:
        raise error(_("Nobody gives herself a remit. Ask another administrator."))
    if ends_on is not None and ends_on < starts_on:
        raise error(_("The last day is before the first. Correct one of the dates."))


def held_among[Row: Dated](
    same: QuerySet[Row],
    starts_on: date,
    ends_on: date | None,
    *,
    error: type[Exception] = StaffError,
) -> Row | None:
    """Return the one among remits over the same that holds on some of these days.

    Raises ``error`` where it ends on another day.
    """
    same = same.filter(Q(ends_on=None) | Q(ends_on__gte=starts_on))
    if ends_on is not None:
        same = same.filter(starts_on__lte=ends_on)
    held = same.first()
    if held is not None and held.ends_on != ends_on:
        raise error(
            _("This person holds this remit on some of these days. End that first.")
        )
    return held


def end_as(  # noqa: PLR0913 — what ends, when, who says so and why
    action: str,
    remit: Any,
    *,
    on: date,
    by: "User | None",
    reason: str = "",
    error: type[Exception] = StaffError,
) -> None:
    """Make ``on`` the last day of any remit, told as ``action``; the row stays.

    Raises ``error`` for a day before the first, and for a remit that has ended.
    """
    if on < remit.starts_on:
        raise error(_("The last day is before the first. Correct one of the dates."))
    with transaction.atomic():
        remit = type(remit).objects.select_for_update().get(pk=remit.pk)
        if remit.ends_on is not None and remit.ends_on <= on:
            raise error(_("This remit ends before that day already."))
        before = remit.ends_on
        remit.ends_on = on
        remit.save(update_fields=["ends_on"])
        trail.write(
            action,
            by=by,
            on=remit,
            reason=reason,
            user=remit.user_id,
            before=before,
            after=on,
        )


def follow_remits(at: datetime) -> int:
    """Give the role of each remit that has begun, take that of the last one that ended.

    Returns how many changed; safe to repeat. Who never had a remit keeps her roles.
    """
    on = timezone.localdate(at)
    current = set(Remit.objects.filter(in_force(on)).values_list("user", "role"))
    past = set(Remit.objects.filter(ends_on__lt=on).values_list("user", "role"))
    members = get_user_model().groups.through.objects
    having = set(
        members.filter(group__name__in=REMIT_ROLES).values_list("user", "group__name")
    )
    begun, over = current - having, (past - current) & having
    for user, role in sorted(begun):
        _change(user, role, "staff.role_given")
    for user, role in sorted(over):
        _change(user, role, "staff.role_taken")
    return len(begun) + len(over)


def _change(user: int, role: str, action: str) -> None:
    with transaction.atomic():
        person = get_user_model().objects.get(pk=user)
        group = Group.objects.get(name=role)
        if action == "staff.role_given":
            person.groups.add(group)
        else:
            person.groups.remove(group)
        trail.write(action, by=None, on=person, role=role)
