"""Granting and ending of remits."""

from datetime import date, datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from elearning.accounts.activation_codes import withdraw_codes
from elearning.accounts.models import User
from elearning.accounts.open_sessions import end_all_sessions
from elearning.accounts.roles import ADMINISTRATORS, CENTRAL_ROLES, Role
from elearning.audit import audit_log
from elearning.staff.end_dates import check_date_order
from elearning.staff.errors import StaffError
from elearning.staff.models import (
    DatedModel,
    Establishment,
    Remit,
    StaffMember,
    in_force,
)

#: Roles that are held for a part of the service.
REMIT_ROLES = (Role.TRAINER, Role.INVIGILATOR, Role.FACILITY_HR, Role.MINISTRY_HR)


def grant_remit(
    user: User,
    role: Role,
    establishment: Establishment,
    *,
    starts_on: date,
    by: User | None,
    ends_on: date | None = None,
    reason: str = "",
) -> Remit:
    """Grant ``user`` the ``role`` at ``establishment`` and below; safe to repeat.

    They hold the role itself from the first day on (``update_roles_from_remits``).
    One-time codes issued to them as a learner are withdrawn, because anybody with a
    copy would get the role. Raises ``StaffError`` if the last day is before the first,
    if they hold the remit on some of these days, if the account is closed, if it is
    one’s own, and if ``by`` also issued a code for the account.
    """
    if not user.is_active:
        raise StaffError(_("This account is closed. Choose another."))
    check_remit_grant(user, starts_on, ends_on, by=by)
    with transaction.atomic():
        locked = get_user_model().objects.select_for_update().get(pk=user.pk)
        if by is not None:
            _demand_other(locked, by)
        same = Remit.objects.filter(user=locked, role=role, establishment=establishment)
        if held := find_overlapping_remit(same, starts_on, ends_on):
            return held
        remit = Remit.objects.create(
            user=locked,
            role=role,
            establishment=establishment,
            starts_on=starts_on,
            ends_on=ends_on,
            granted_by=by,
        )
        audit_log.record_action(
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
            end_all_sessions(user, by=by)
        withdraw_codes(user)
    return remit


def end_remit(remit: Remit, *, on: date, by: User | None, reason: str = "") -> None:
    """Make ``on`` the last day of ``remit``; the row stays.

    Raises ``StaffError`` for a day before the first, and for a remit that has ended.
    """
    end_any_remit("staff.remit_ended", remit, on=on, by=by, reason=reason)


def check_remit_grant(
    user: User,
    starts_on: date,
    ends_on: date | None,
    *,
    by: User | None,
    error: type[Exception] = StaffError,
) -> None:
    """Raise ``error`` for a remit granted to oneself, and for a last day before the first."""
    if by is not None and by.pk == user.pk:
        raise error(_("You cannot give yourself a remit. Ask another administrator."))
    check_date_order(starts_on, ends_on, error=error)


def find_overlapping_remit[Row: DatedModel](
    same: QuerySet[Row],
    starts_on: date,
    ends_on: date | None,
    *,
    error: type[Exception] = StaffError,
) -> Row | None:
    """Return the remit among ``same`` that holds on some of these days.

    Raises ``error`` if it ends on another day.
    """
    same = same.filter(Q(ends_on=None) | Q(ends_on__gte=starts_on))
    if ends_on is not None:
        same = same.filter(starts_on__lte=ends_on)
    held = same.first()
    if held is not None and held.ends_on != ends_on:
        raise error(
            _(
                "This person already holds this remit on some of these days. End "
                "that one first."
            )
        )
    return held


def end_any_remit(
    action: str,
    remit: Any,
    *,
    on: date,
    by: User | None,
    reason: str = "",
    error: type[Exception] = StaffError,
) -> None:
    """Make ``on`` the last day of any remit, with the audit action ``action``; the row stays.

    Raises ``error`` for a day before the first, and for a remit that has ended.
    """
    check_date_order(remit.starts_on, on, error=error)
    with transaction.atomic():
        remit = type(remit).objects.select_for_update().get(pk=remit.pk)
        if remit.ends_on is not None and remit.ends_on <= on:
            raise error(_("This remit already ends before that date."))
        before = remit.ends_on
        remit.ends_on = on
        remit.save(update_fields=["ends_on"])
        audit_log.record_action(
            action,
            by=by,
            on=remit,
            reason=reason,
            user=remit.user_id,
            before=before,
            after=on,
        )


def update_roles_from_remits(at: datetime) -> int:
    """Add the roles of remits that have begun, and remove those of ended ones.

    People who have left the service lose every role but the learner’s, their sessions
    and their codes (ASVS 7.4.2); their own record and certificates stay accessible. If
    they return, they get the roles of their remits again. The last two administrators
    keep their role, because after a wrong list nobody could restore it. Roles of users
    who never had a remit do not change. Returns the number of changes; safe to repeat.
    """
    on = timezone.localdate(at)
    gone = set(
        StaffMember.objects.former(on)
        .filter(user__is_active=True)
        .values_list("user", flat=True)
    )
    current = {
        (user, role)
        for user, role in Remit.objects.filter(in_force(on)).values_list("user", "role")
        if user not in gone
    }
    past = set(Remit.objects.filter(ends_on__lt=on).values_list("user", "role"))
    members = get_user_model().groups.through.objects
    privileged = members.filter(group__name__in=(*REMIT_ROLES, *CENTRAL_ROLES))
    having = set(privileged.values_list("user", "group__name"))
    begun = current - having
    over = (past - current) & having | {
        held for held in having if held[0] in gone
    } - _last_administrators(having, gone)
    for user in sorted(gone & {user for user, _role in over}):
        _leave(user)
    for user, role in sorted(begun):
        _change(user, role, "staff.role_given")
    for user, role in sorted(over):
        _change(user, role, "staff.role_taken")
    return len(begun) + len(over)


def _demand_other(user: User, by: User) -> None:
    """Raise ``StaffError`` if ``by`` may have opened the account with a code they issued."""
    issued = user.activations.filter(created_by=by)
    if issued.filter(Q(used_at__isnull=False) | Q(withdrawn_at=None)).exists():
        raise StaffError(
            _(
                "You issued a code for this account. Another administrator must "
                "give it a role."
            )
        )


def _last_administrators(
    having: set[tuple[int, str]], gone: set[int]
) -> set[tuple[int, str]]:
    """Return the administrators who keep their role because there are too few."""
    held = {one for one in having if one[1] == Role.ADMINISTRATOR}
    staying = {one for one in held if one[0] not in gone}
    return set() if len(staying) >= ADMINISTRATORS else held


def _leave(user: int) -> None:
    person = get_user_model().objects.get(pk=user)
    withdraw_codes(person)
    end_all_sessions(person, by=None)


def _change(user: int, role: str, action: str) -> None:
    with transaction.atomic():
        person = get_user_model().objects.get(pk=user)
        group = Group.objects.get(name=role)
        if action == "staff.role_given":
            person.groups.add(group)
            withdraw_codes(person)
            end_all_sessions(person, by=None)
        else:
            person.groups.remove(group)
        audit_log.record_action(action, by=None, on=person, role=role)
