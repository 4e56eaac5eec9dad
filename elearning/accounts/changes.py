"""Changes of an account that take two administrators: central roles, a lost second step."""

from collections.abc import Collection
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.translation import gettext as _

from elearning.accounts.activation import withdraw_codes
from elearning.accounts.errors import AccountError
from elearning.accounts.models import AccountChange, AccountChangeDecision, User
from elearning.accounts.open_sessions import end_all_sessions
from elearning.accounts.roles import CENTRAL_ROLES, Role
from elearning.audit import trail

Kind = AccountChange.Kind


def central_roles(user: User) -> list[str]:
    """Return the central roles that ``user`` holds, in the order of ``CENTRAL_ROLES``."""
    return [role.value for role in CENTRAL_ROLES if role in user.roles]


def propose_roles(
    user: User, *, roles: Collection[str], reason: str, by: User, at: datetime
) -> AccountChange:
    """Propose that ``user`` holds these central roles and no other; nothing changes yet.

    Raises ``AccountError`` where that is so already, for another role, and as
    ``propose_reset`` does.
    """
    wanted = [role.value for role in CENTRAL_ROLES if role in roles]
    if len(wanted) != len(set(roles)):
        raise AccountError(_("Other roles are given with a remit, under “Remits”."))
    if wanted == central_roles(user):
        raise AccountError(
            _("The account has exactly these roles already. Choose other ones.")
        )
    return _propose(
        AccountChange(user=user, kind=Kind.ROLES, roles=wanted), reason, by, at
    )


def propose_reset(user: User, *, reason: str, by: User, at: datetime) -> AccountChange:
    """Propose that ``user`` sets up the second step anew, whose authenticator is lost.

    Raises ``AccountError`` for one's own account, a closed one, without a reason, for
    whoever is no administrator, without an authenticator, and while a change waits.
    """
    if not Authenticator.objects.filter(user=user).exists():
        raise AccountError(
            _("The second step is not set up. It is asked for at the next sign-in.")
        )
    return _propose(AccountChange(user=user, kind=Kind.SECOND_FACTOR), reason, by, at)


def decide(
    change: AccountChange, *, confirmed: bool, reason: str, by: User, at: datetime
) -> AccountChangeDecision:
    """Make ``change``, or decline it, as another administrator than who proposed it.

    What is confirmed withdraws the codes of the account and ends its sessions. With a new
    role, or a lost second step, password and second step begin anew as well: who opened the
    account, or knows its password, is not sure to be its owner. Raises ``AccountError`` for
    who proposed it, for the owner of the account, without a reason, and where somebody has
    decided.
    """
    _demand_administrator(by)
    _demand_reason(reason)
    with transaction.atomic():
        user = User.objects.select_for_update(no_key=True).get(pk=change.user_id)
        if AccountChangeDecision.objects.filter(change=change).exists():
            raise AccountError(_("Somebody has decided this already."))
        if by.pk in (change.made_by_id, user.pk):
            raise AccountError(
                _("You proposed this, or it is your own account. Another decides.")
            )
        if confirmed and not user.is_active:
            raise AccountError(_("This account is closed. Decline the change."))
        decision = AccountChangeDecision.objects.create(
            change=change, is_confirmed=confirmed, reason=reason.strip(), by=by, at=at
        )
        trail.write(
            "accounts.change_confirmed" if confirmed else "accounts.change_declined",
            by=by,
            on=user,
            reason=decision.reason,
            kind=change.kind,
            roles=change.roles,
        )
        if confirmed:
            _make(change, user, by=by, at=at)
    return decision


def _propose(
    change: AccountChange, reason: str, by: User, at: datetime
) -> AccountChange:
    _demand_administrator(by)
    _demand_reason(reason)
    if change.user_id == by.pk:
        raise AccountError(
            _("Nobody changes their own account here. Ask another administrator.")
        )
    with transaction.atomic():
        user = User.objects.select_for_update(no_key=True).get(pk=change.user_id)
        if not user.is_active:
            raise AccountError(_("This account is closed. Choose another."))
        if user.changes.waiting().exists():
            raise AccountError(
                _("A change of this account waits already. It is decided first.")
            )
        change.reason, change.made_by, change.made_at = reason.strip(), by, at
        change.save()
        trail.write(
            "accounts.change_proposed",
            by=by,
            on=user,
            reason=change.reason,
            kind=change.kind,
            roles=change.roles,
        )
    return change


def _make(change: AccountChange, user: User, *, by: User, at: datetime) -> None:
    before = set(central_roles(user))
    if change.kind == Kind.ROLES:
        user.groups.remove(*Group.objects.filter(name__in=CENTRAL_ROLES))
        user.groups.add(*Group.objects.filter(name__in=change.roles))
        user.__dict__.pop("roles", None)
    if change.kind == Kind.SECOND_FACTOR or not before.issuperset(change.roles):
        begin_anew(user, by=by)
    withdraw_codes(user, at=at)
    end_all_sessions(user, by=by)


def begin_anew(user: User, *, by: User | None) -> None:
    """Have ``user`` set password and second step anew, with a code; safe to repeat."""
    user.set_unusable_password()
    user.save(update_fields=["password"])
    removed, _kinds = Authenticator.objects.filter(user=user).delete()
    if removed:
        trail.write("accounts.second_factor_removed", by=by, on=user)


def _demand_administrator(by: User) -> None:
    if not by.has_role(Role.ADMINISTRATOR):
        raise AccountError(_("Only administrators change accounts in this way."))


def _demand_reason(reason: str) -> None:
    if not reason.strip():
        raise AccountError(_("Give the reason; an inspection will ask for it."))
