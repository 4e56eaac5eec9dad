"""States of accounts, and permission to see and change them."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.desk.kit import access
from courses.desk.kit.filter_fields import build_name_condition
from elearning.accounts import second_factor
from elearning.accounts.models import AccountChange, User
from elearning.accounts.roles import CENTRAL_ROLES, Role
from elearning.staff.models import StaffMember

Kind = AccountChange.Kind


class AccountState(StrEnum):
    """How far a person has come with their account."""

    NONE = "none"
    WAITING = "waiting"
    ACTIVE = "active"
    CLOSED = "closed"


WORDS = {
    AccountState.NONE: _("No account"),
    AccountState.WAITING: _("Not activated"),
    AccountState.ACTIVE: _("May sign in"),
    AccountState.CLOSED: _("Closed"),
}
#: The interface state with the matching shape for each account state.
LOOKS = {
    AccountState.NONE: "not-started",
    AccountState.WAITING: "awaiting",
    AccountState.ACTIVE: "completed",
    AccountState.CLOSED: "locked",
}
#: Prefix that Django gives to an unusable password, here one that was never set.
_NO_PASSWORD = "!"  # noqa: S105 — a mark, no password


def list_visible_people(by: User) -> Any:
    """Return the people whose accounts ``by`` may see; administrators see all."""
    people = StaffMember.objects.all()
    if not by.has_role(Role.ADMINISTRATOR):
        people = StaffMember.objects.in_remit_of(by)
    return people.select_related("user").prefetch_related(
        "user__groups", "user__remits", "user__changes__decision"
    )


def filter_by_account_state(people: Any, state: str) -> Any:
    """Keep the people whose account is in ``state``; an empty state keeps all."""
    waiting = Q(user__password__startswith=_NO_PASSWORD)
    conditions = {
        AccountState.NONE: Q(user=None),
        AccountState.WAITING: Q(user__is_active=True) & waiting,
        AccountState.ACTIVE: Q(user__is_active=True) & ~waiting,
        AccountState.CLOSED: Q(user__is_active=False),
    }
    return people.filter(conditions[AccountState(state)]) if state else people


def get_account_state(person: StaffMember) -> AccountState:
    """Return the state of the account of ``person``."""
    if person.user is None:
        return AccountState.NONE
    if not person.user.is_active:
        return AccountState.CLOSED
    if person.user.password.startswith(_NO_PASSWORD):
        return AccountState.WAITING
    return AccountState.ACTIVE


def can_change_account(person: StaffMember, *, by: User) -> bool:
    """Return whether ``by`` may issue codes to ``person`` and close their account.

    A code sets a password. The remit of the personnel office may include people with
    other roles, so the office changes only accounts of people who are learners and will
    not get another role. Nobody can change their own account here, or a superuser’s.
    """
    if person.user is None:
        return True
    if person.user_id == by.pk or person.user.is_superuser:
        return False
    if by.has_role(Role.ADMINISTRATOR):
        return True
    groups = {group.name for group in person.user.groups.all()}
    last = timezone.localdate()
    to_come = [one for one in person.user.remits.all() if (one.ends_on or last) >= last]
    return groups == {Role.LEARNER} and not to_come


def find_code_obstacle(person: StaffMember, *, by: User) -> str:
    """Return why ``by`` may not issue a code for ``person``; empty if they may.

    A code sets a password, and whoever sets up the second step first controls the
    account. So a user who gave the account a role cannot issue a code until its owner
    has set up the second step, and a user who had both steps reset cannot until the
    owner has set them up again. No code is issued for a central role that has a second
    step, or one administrator could lock out all others.
    """
    user = person.user
    if user is None:
        return ""
    if not can_change_account(person, by=by):
        return str(_("Only an administrator can change this account."))
    if obstacle := _obstacle_of_hands(user, by):
        return obstacle
    is_central = any(group.name in CENTRAL_ROLES for group in user.groups.all())
    if is_central and second_factor.has_authenticator(user):
        return str(
            _(
                "This account has a role for the whole service. If its owner has "
                "forgotten the password, propose resetting the second step: once "
                "another administrator confirms this, the owner sets a new "
                "password and a new second step."
            )
        )
    return ""


def can_print_letter(person: StaffMember, *, by: User) -> bool:
    """Return whether ``by`` may print a letter from the list.

    People who can already sign in get none.
    """
    states = (AccountState.NONE, AccountState.WAITING)
    return get_account_state(person) in states and not find_code_obstacle(person, by=by)


def get_requested_people(keys: Iterable[str], *, by: User) -> list[StaffMember]:
    """Return the people with ``keys``, ordered by service number, or raise 404.

    A request for a person outside those visible to ``by`` is recorded in the audit log.
    """
    known = {_key(told) for told in keys}
    people = list_visible_people(by)
    found = list(people.filter(key__in=known).order_by("staff_number"))
    for key in known - {person.key for person in found}:
        access.get_person_among(people, key, by)
    return found


def search_people(people: Any, words: str, *, by_name: bool) -> Any:
    """Keep the people whose service number or family name begins with ``words``."""
    if "\0" in words:  # PostgreSQL cannot store NUL, so nothing matches
        return people.none()
    wanted = Q(staff_number__istartswith=words)
    if by_name:
        wanted |= build_name_condition(words, "family_name")
    return people.filter(wanted)


def _obstacle_of_hands(user: User, by: User) -> str:
    """Return why ``by`` may not issue a code after changing the account of ``user``."""
    if by.pk in _givers(user) and not second_factor.has_authenticator(user):
        return str(
            _(
                "You gave this account a role, and its owner has not set up the "
                "second step yet. Another administrator must issue the code."
            )
        )
    if by.pk in _renewers(user) and not _has_begun_anew(user):
        return str(
            _(
                "You proposed reopening this account or resetting its second "
                "step, and its owner has not signed in since. Another "
                "administrator must issue the code."
            )
        )
    return ""


def _givers(user: User) -> set[int | None]:
    """Return the keys of users who gave ``user`` a remit, or a central role held now."""
    given: dict[str, int] = {}
    for change in sorted(user.changes.all(), key=lambda one: one.pk):
        if change.is_made:
            given |= dict.fromkeys(change.decision.added_roles, change.made_by_id)
    held = {group.name for group in user.groups.all()}
    return {one.granted_by_id for one in user.remits.all()} | {
        giver for role, giver in given.items() if role in held
    }


def _renewers(user: User) -> set[int]:
    """Return the keys of users who reopened the account or had its second step reset."""
    kinds = (Kind.OPENING, Kind.SECOND_FACTOR)
    made = [one for one in user.changes.all() if one.is_made]
    return {one.made_by_id for one in made if one.kind in kinds}


def _has_begun_anew(user: User) -> bool:
    if user.needs_second_factor:
        return second_factor.has_authenticator(user)
    return not user.password.startswith(_NO_PASSWORD)


def _key(told: str) -> UUID:
    try:
        return UUID(told)
    except ValueError:
        raise Http404 from None
