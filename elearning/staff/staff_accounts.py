"""Accounts of members of staff."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from elearning.accounts.account_lifecycle import create_account
from elearning.accounts.models import User
from elearning.accounts.roles import Role
from elearning.audit import audit_log
from elearning.staff.errors import StaffError
from elearning.staff.models import StaffMember


def create_staff_account(
    staff_member: StaffMember,
    *,
    by: User | None,
    email: str = "",
    roles: Iterable[Role] = (Role.LEARNER,),
) -> User:
    """Create the account of ``staff_member`` under their service number, and return it.

    Raises ``StaffError`` if they have one, and ``AccountError`` if the service number
    or the e-mail belongs to another account.
    """
    with transaction.atomic():
        locked = StaffMember.objects.select_for_update().get(pk=staff_member.pk)
        if locked.user_id is not None:
            raise StaffError(
                _("This person already has an account. Issue a new code instead.")
            )
        user = create_account(
            staff_member.staff_number,
            by=by,
            name=staff_member.short_name,
            email=email,
            language=staff_member.language,
            roles=roles,
        )
        staff_member.user = user
        staff_member.save(update_fields=["user"])
        audit_log.record_action(
            "staff.account_given", by=by, on=user, person=staff_member.key
        )
    return user
