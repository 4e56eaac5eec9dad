"""Creation and closing of accounts."""

from collections.abc import Iterable

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.translation import gettext as _

from elearning.accounts.errors import AccountError
from elearning.accounts.events import AccountClosed
from elearning.accounts.models import User
from elearning.accounts.roles import Role
from elearning.audit import audit_log
from elearning.languages import CODES


def create_account(
    staff_number: str,
    *,
    by: User | None,
    name: str = "",
    email: str = "",
    language: str = CODES[0],
    roles: Iterable[Role] = (Role.LEARNER,),
) -> User:
    """Create an account that can only be activated, and return it.

    Raises ``AccountError`` if the service number or the e-mail already has an account.
    """
    number = staff_number.strip()
    if User.objects.filter(staff_number__iexact=number).exists():
        raise AccountError(
            _("This service number already has an account. Search for it in the list.")
        )
    if email and User.objects.filter(email__iexact=email).exists():
        raise AccountError(
            _(
                "This e-mail already has an account. Leave the field empty or use another."
            )
        )
    with transaction.atomic():
        user = User.objects.create_user(
            number, name=name, email=email, language=language
        )
        user.groups.set(Group.objects.filter(name__in=list(roles)))
        audit_log.record_action("accounts.created", by=by, on=user, roles=sorted(roles))
    return user


def close_account(user: User, *, by: User, reason: str) -> None:
    """Close the account of ``user``; safe to repeat.

    Keys of theirs for other systems end for good (``AccountClosed``). Raises
    ``AccountError`` while the account has a role for the whole service: two administrators
    close it (``account_changes.propose_account_closure``).
    """
    with transaction.atomic():
        kept = User.objects.select_for_update(no_key=True).get(pk=user.pk)
        if kept.central_roles:
            raise AccountError(
                _(
                    "This account has a role for the whole service. Two "
                    "administrators must close it."
                )
            )
        if kept.is_active:
            user.is_active = False
            user.save(update_fields=["is_active"])
            audit_log.record_action("accounts.closed", by=by, on=user, reason=reason)
            AccountClosed(user, by).send()
