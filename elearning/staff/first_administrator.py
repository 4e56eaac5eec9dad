"""The first two administrators of an installation, who open all other accounts."""

from datetime import datetime

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.translation import gettext as _

from elearning.accounts import account_changes, activation_codes
from elearning.accounts.models import User
from elearning.accounts.open_sessions import end_all_sessions
from elearning.accounts.roles import ADMINISTRATORS, Role
from elearning.audit import audit_log
from elearning.staff.errors import StaffError
from elearning.staff.models import StaffMember
from elearning.staff.name_changes import normalise_text
from elearning.staff.staff_accounts import create_staff_account
from elearning.staff.staff_registration import StaffMemberDetails, create_staff_member

_ROLES = (Role.LEARNER, Role.ADMINISTRATOR)


def create_first_administrator(
    who: StaffMemberDetails, *, restore: bool = False, at: datetime | None = None
) -> str:
    """Open an administrator’s account for ``who``, and return its one-time code.

    A known person with this service number keeps their record. Calling it again before
    the code was used returns a new one. ``restore`` resets the password and second
    factor of an existing account and makes its owner an administrator. Raises
    ``StaffError`` if there are two other administrators, if the number has an account
    and ``restore`` is not set, if that account is closed, and as
    ``create_staff_member`` does.
    """
    with transaction.atomic():
        Group.objects.select_for_update().get(name=Role.ADMINISTRATOR)
        number = normalise_text(who.staff_number)
        _demand_few(number)
        user = (_restored if restore else _waiting)(number) or _opened(who)
        audit_log.record_action("accounts.first_administrator", by=None, on=user)
        return activation_codes.issue_code(user, by=None, at=at)


def _demand_few(number: str) -> None:
    """Raise ``StaffError`` if there are two administrators besides ``number``."""
    there = User.objects.administrators()
    if there.exclude(staff_number__iexact=number).count() >= ADMINISTRATORS:
        raise StaffError(
            _(
                "There are already two administrators. They grant further roles "
                "at the desk, under “Accounts”."
            )
        )


def _waiting(number: str) -> User | None:
    """Return the administrator with ``number`` who has no password yet, if any."""
    user = User.objects.administrators().filter(staff_number__iexact=number).first()
    return user if user and not user.has_usable_password() else None


def _restored(number: str) -> User | None:
    """Make the user with ``number``, if any, an administrator with reset credentials."""
    user = User.objects.filter(staff_number__iexact=number, is_active=True).first()
    if user is not None:
        user.groups.add(Group.objects.get(name=Role.ADMINISTRATOR))
        account_changes.reset_credentials(user, by=None)
        end_all_sessions(user, by=None)
    return user


def _opened(who: StaffMemberDetails) -> User:
    number = normalise_text(who.staff_number)
    people = StaffMember.objects.filter(staff_number__iexact=number)
    person = people.first() or create_staff_member(who, by=None)
    if person.user_id is not None:
        raise StaffError(
            _(
                "This service number has an account already. Choose somebody else, or "
                "restore it with --restore."
            )
        )
    return create_staff_account(person, by=None, roles=_ROLES)
