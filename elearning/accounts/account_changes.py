"""Account changes that need two administrators.

They are central roles, a lost second factor, closing an account with a central role,
and reopening a closed account.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.translation import gettext as _

from elearning.accounts.account_lifecycle import close_account
from elearning.accounts.activation_codes import withdraw_codes
from elearning.accounts.errors import AccountError
from elearning.accounts.models import AccountChange, AccountChangeDecision, User
from elearning.accounts.open_sessions import end_all_sessions
from elearning.accounts.roles import ADMINISTRATORS, CENTRAL_ROLES, Role
from elearning.audit import audit_log
from elearning.audit.reasons import require_reason
from elearning.decisions import decide_proposal, withdraw_proposal

Kind = AccountChange.Kind


def propose_central_roles(
    user: User, *, roles: Collection[str], reason: str, by: User, at: datetime
) -> AccountChange:
    """Propose that ``user`` holds exactly these central roles; nothing changes yet.

    Raises ``AccountError`` if that is already so, for a role that is not central, and
    as ``propose_second_factor_reset`` does.
    """
    wanted = [role.value for role in CENTRAL_ROLES if role in roles]
    if len(wanted) != len(set(roles)):
        raise AccountError(_("Other roles are granted with a remit, under “Remits”."))
    if wanted == user.central_roles:
        raise AccountError(
            _("The account already has exactly these roles. Choose others.")
        )
    return _propose(
        AccountChange(user=user, kind=Kind.ROLES, roles=wanted), reason, by, at
    )


def propose_second_factor_reset(
    user: User, *, reason: str, by: User, at: datetime
) -> AccountChange:
    """Propose that ``user``, whose authenticator is lost, sets up the second factor again.

    Raises ``AccountError`` for one’s own account, a closed one, without a reason, for
    anybody but an administrator, without an authenticator, and while a change is
    pending.
    """
    if not Authenticator.objects.filter(user=user).exists():
        raise AccountError(
            _(
                "The second step is not set up. The user will be asked to set it "
                "up at the next sign-in."
            )
        )
    return _propose(AccountChange(user=user, kind=Kind.SECOND_FACTOR), reason, by, at)


def propose_account_closure(
    user: User, *, reason: str, by: User, at: datetime
) -> AccountChange:
    """Propose that ``user`` loses the central roles and can no longer sign in.

    Raises ``AccountError`` as ``propose_second_factor_reset`` does.
    """
    return _propose(AccountChange(user=user, kind=Kind.CLOSING), reason, by, at)


def propose_account_reopening(
    user: User, *, reason: str, by: User, at: datetime
) -> AccountChange:
    """Propose reopening the closed account of ``user``, with new password and second factor.

    Central roles are not restored. Raises ``AccountError`` for an open account, and as
    ``propose_second_factor_reset`` does.
    """
    return _propose(AccountChange(user=user, kind=Kind.OPENING), reason, by, at)


def decide_account_change(
    change: AccountChange, *, is_confirmed: bool, reason: str, by: User, at: datetime
) -> AccountChangeDecision:
    """Confirm or decline ``change`` as a second administrator.

    A confirmed change withdraws the codes of the account and ends its sessions. With a
    new role, a lost second factor or a reopened account, password and second factor are
    also reset, because somebody other than the owner may know them. Raises
    ``AccountError`` for the administrator who proposed it, for the owner of the
    account, without a reason, if it is already decided, and if fewer than
    ``ADMINISTRATORS`` would remain.
    """
    _demand_administrator(by)
    decision = AccountChangeDecision(
        is_confirmed=is_confirmed, reason=reason, by=by, at=at
    )
    with transaction.atomic():
        user = _locked(change)
        if is_confirmed:
            decision.added_roles = sorted(set(change.roles) - set(user.central_roles))
        decide_proposal(change, decision, **_facts(change))
        if is_confirmed:
            _make(decision, user)
    return decision


def withdraw_account_change(
    change: AccountChange, *, reason: str, by: User, at: datetime
) -> AccountChangeDecision:
    """Withdraw one’s own proposal.

    Raises ``AccountError`` for anybody else, without a reason, and if it is already
    decided.
    """
    _demand_administrator(by)
    decision = AccountChangeDecision(is_confirmed=False, reason=reason, by=by, at=at)
    refusal = _("Only the person who proposed a change can withdraw it.")
    with transaction.atomic():
        _locked(change)
        return withdraw_proposal(change, decision, refusal, **_facts(change))


def reset_credentials(user: User, *, by: User | None) -> None:
    """Have ``user`` set password and second factor again with a code; safe to repeat."""
    user.set_unusable_password()
    user.save(update_fields=["password"])
    removed, _kinds = Authenticator.objects.filter(user=user).delete()
    if removed:
        audit_log.record_action("accounts.second_factor_removed", by=by, on=user)


def _propose(
    change: AccountChange, reason: str, by: User, at: datetime
) -> AccountChange:
    _demand_administrator(by)
    words = require_reason(reason, AccountError)
    if change.user_id == by.pk:
        raise AccountError(
            _("You cannot change your own account here. Ask another administrator.")
        )
    with transaction.atomic():
        user = _locked(change)
        _demand_fitting(change, user)
        if user.changes.waiting().exists():
            raise AccountError(
                _(
                    "A change to this account is already waiting. It must be decided "
                    "first."
                )
            )
        change.reason, change.made_by, change.made_at = words, by, at
        change.save()
        audit_log.record_action(
            "accounts.change_proposed", by=by, reason=words, **_facts(change)
        )
    return change


def _locked(change: AccountChange) -> User:
    """Return the account of ``change``, locked against other changes."""
    return User.objects.select_for_update(no_key=True).get(pk=change.user_id)


def _make(decision: AccountChangeDecision, user: User) -> None:
    change, by = decision.change, decision.by
    _demand_fitting(change, user)
    if change.kind in (Kind.ROLES, Kind.CLOSING):
        if Role.ADMINISTRATOR in set(user.central_roles).difference(change.roles):
            _demand_others(user)
        user.groups.remove(*Group.objects.filter(name__in=CENTRAL_ROLES))
        user.groups.add(*Group.objects.filter(name__in=change.roles))
        user.__dict__.pop("roles", None)
    if change.kind == Kind.CLOSING:
        close_account(user, by=by, reason=change.reason)
    if change.kind == Kind.OPENING:
        user.is_active = True
        user.save(update_fields=["is_active"])
        audit_log.record_action("accounts.opened", by=by, on=user, reason=change.reason)
    is_anew = change.kind in (Kind.SECOND_FACTOR, Kind.OPENING)
    if is_anew or decision.added_roles:
        reset_credentials(user, by=by)
    withdraw_codes(user, at=decision.at)
    end_all_sessions(user, by=by)


def _facts(change: AccountChange) -> dict[str, Any]:
    """Return the details of audit entries about ``change``."""
    return {"on": change.user, "kind": change.kind, "roles": change.roles}


def _demand_fitting(change: AccountChange, user: User) -> None:
    """Raise ``AccountError`` unless the change fits an open or a closed account."""
    if change.kind != Kind.OPENING and not user.is_active:
        raise AccountError(_("This account is closed. It can only be opened again."))
    if change.kind == Kind.OPENING and user.is_active:
        raise AccountError(_("This account is open already."))


def _demand_others(user: User) -> None:
    """Lock the administrator role, and raise ``AccountError`` if too few would remain."""
    Group.objects.select_for_update(no_key=True).get(name=Role.ADMINISTRATOR)
    remaining = User.objects.administrators().exclude(pk=user.pk)
    if remaining.count() < ADMINISTRATORS:
        raise AccountError(
            _(
                "At least two administrators must remain. Decline this, or give "
                "someone else the role first."
            )
        )


def _demand_administrator(by: User) -> None:
    if not by.has_role(Role.ADMINISTRATOR):
        raise AccountError(_("Only administrators can change accounts in this way."))
