"""Name changes of staff, as after a marriage.

If valid certificates or passes carry the name, a second officer must confirm the
change, wherever it comes from: nobody alone puts another name on a valid document. A
name from a list of the folder has no officer behind it and needs two. A correction of
spelling needs nobody else.
"""

import unicodedata
from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from elearning.accounts.models import User as Account
from elearning.audit import audit_log
from elearning.audit.models import Entry
from elearning.audit.reasons import require_reason
from elearning.decisions import (
    decide_proposal,
    record_decision,
    withdraw_proposal,
)
from elearning.staff.errors import StaffError
from elearning.staff.events import PeopleRenamed, VouchingAsked
from elearning.staff.models import NameChange, NameChangeDecision, StaffMember
from elearning.staff.spelling import JOINERS, is_spelled_alike

if TYPE_CHECKING:
    from elearning.accounts.models import User

#: The maximum length of a part of a name.
LONGEST = 100
NAME_PARTS = ("family_name", "given_name", "patronymic")

type Name = tuple[str, str, str]
_Outcome = NameChangeDecision.Outcome


def change_name(
    person: StaffMember,
    *,
    family_name: str,
    given_name: str,
    patronymic: str,
    reason: str,
    by: "User",
    at: datetime,
) -> NameChange | None:
    """Change the name of ``person``, or propose the change and return the proposal.

    A second officer must confirm it if the name is on valid certificates or passes,
    unless only the spelling changes. The audit log names the changed parts, never the
    names. The current name, or one already proposed by an officer, changes nothing; a
    waiting proposal from a list is taken up. Raises ``StaffError`` without a reason,
    for an invalid name, and for one’s own name.
    """
    words = require_reason(reason, StaffError)
    _demand_another(person, by)
    given = dict(zip(NAME_PARTS, (family_name, given_name, patronymic), strict=True))
    wanted = {part: normalise_text(name) for part, name in given.items()}
    for part, said in wanted.items():
        check_name_part(part, said)
    name: Name = wanted["family_name"], wanted["given_name"], wanted["patronymic"]
    with transaction.atomic():
        person = _locked(person)
        if name == build_name_tuple(person):
            return None
        if not list_second_officer_cases({person: name}, at=at):
            _call(person, name, reason=words, by=by, at=at)
            return None
        return _proposed(person, name, reason=words, by=by, at=at)


def propose_current_name(
    person: StaffMember, *, reason: str, by: "User", at: datetime
) -> NameChange:
    """Propose the current name of ``person`` for valid certificates; return the proposal.

    Raises ``StaffError`` without a reason, and for one’s own name.
    """
    words = require_reason(reason, StaffError)
    _demand_another(person, by)
    with transaction.atomic():
        person = _locked(person)
        name = build_name_tuple(person)
        return _proposed(person, name, reason=words, by=by, at=at)


def decide_name_change(
    change: NameChange, *, is_confirmed: bool, reason: str, by: "User", at: datetime
) -> NameChangeDecision:
    """Confirm or decline a proposed name as another officer.

    Valid certificates are reissued with a confirmed name. If no officer stands behind a
    list, the first confirmation takes the name up, and another officer decides. Raises
    ``StaffError`` for the proposer or the officer of the list, for the person, outside
    the remit of ``by``, without a reason, if it is already decided, and for confirming
    a proposal made for a name that has changed since.
    """
    confirmed = _Outcome.TAKEN_UP if change.is_of_nobody else _Outcome.CONFIRMED
    decision = NameChangeDecision(
        outcome=confirmed if is_confirmed else _Outcome.DECLINED,
        reason=reason,
        by=by,
        at=at,
    )

    def prepare(kept: NameChange) -> None:
        if is_confirmed and kept.is_stale:
            raise StaffError(
                _(
                    "The person’s name has changed since this was proposed. Decline "
                    "it, and propose the right name."
                )
            )

    with transaction.atomic():
        person = _locked(change.person)
        _demand_remit(change, by)
        decide_proposal(change, decision, prepare=prepare, **_facts(change))
        why = change.reason
        if decision.outcome == _Outcome.TAKEN_UP:
            _proposed(person, change.name, reason=why, by=by, at=at)
        if decision.outcome == _Outcome.CONFIRMED:
            _call(person, change.name, reason=why, by=by, at=at, is_confirmed=True)
    return decision


def withdraw_name_change(
    change: NameChange, *, reason: str, by: "User", at: datetime
) -> NameChangeDecision:
    """Withdraw a proposal as its proposer, or as an officer of its list.

    Raises ``StaffError`` for anybody else and for the person, outside the remit of
    ``by``, without a reason, and if it is already decided.
    """
    decision = NameChangeDecision(
        outcome=_Outcome.WITHDRAWN, reason=reason, by=by, at=at
    )
    refusal = _("Only the person who proposed a change can withdraw it.")
    with transaction.atomic():
        _locked(change.person)
        _demand_remit(change, by)
        return withdraw_proposal(change, decision, refusal, **_facts(change))


def list_second_officer_cases(
    names: dict[StaffMember, Name], *, at: datetime
) -> Collection[int]:
    """Return the primary keys of people whose new ``names`` need a second officer."""
    people = [
        person for person, name in names.items() if not _is_spelling(person, name)
    ]
    if not people:
        return set()
    return set().union(*VouchingAsked(people, timezone.localdate(at)).send())


def build_name_change(
    person: StaffMember,
    name: Name,
    *,
    reason: str,
    made_by: "User | None",
    brought_by: "User | None",
    at: datetime,
) -> NameChange:
    """Return an unsaved change that waits for a second officer."""
    return NameChange(
        person=person,
        former_name=person.full_name,
        reason=reason,
        made_by=made_by,
        brought_by=brought_by,
        made_at=at,
        **dict(zip(NAME_PARTS, name, strict=True)),
    )


def build_proposal_audit_entry(change: NameChange) -> Entry:
    """Return an unsaved audit entry about ``change``, for the caller’s transaction."""
    return audit_log.build_entry(
        "staff.name_change_proposed",
        by=change.made_by,
        on=change.person,
        person=change.person.key,
        reason=change.reason,
        parts=_changed(change.person, change.name),
        list_brought_by=change.brought_by_id,
    )


def build_name_tuple(person: StaffMember) -> Name:
    """Return the parts of the name of ``person``."""
    return person.family_name, person.given_name, person.patronymic


def _proposed(
    person: StaffMember, name: Name, *, reason: str, by: "User", at: datetime
) -> NameChange:
    """Return the waiting proposal: one already made by an officer, or a new one.

    A new one replaces proposals of lists, and those made for a name that has changed
    since.
    """
    same = dict(zip(NAME_PARTS, name, strict=True))
    for waits in person.name_changes.waiting().filter(**same):
        if not (waits.is_of_a_list or waits.is_stale):
            return waits
        taken_up = NameChangeDecision(
            change=waits, outcome=_Outcome.TAKEN_UP, reason=reason, by=by, at=at
        )
        record_decision(taken_up, **_facts(waits))
    return _propose(person, name, reason=reason, by=by, at=at)


def _propose(
    person: StaffMember, name: Name, *, reason: str, by: "User", at: datetime
) -> NameChange:
    change = build_name_change(
        person, name, reason=reason, made_by=by, brought_by=None, at=at
    )
    change.save()
    build_proposal_audit_entry(change).save()
    return change


def _facts(change: NameChange) -> dict[str, Any]:
    """Return the details of audit entries about decisions on ``change``."""
    return {
        "on": change.person,
        "person": change.person.key,
        "proposed_by": change.made_by_id,
        "list_brought_by": change.brought_by_id,
    }


def _demand_remit(change: NameChange, by: "User") -> None:
    if not NameChange.objects.visible_to(by).filter(pk=change.pk).exists():
        raise StaffError(_("Another officer looks after this person."))


def _call(
    person: StaffMember,
    name: Name,
    *,
    reason: str,
    by: "User",
    at: datetime,
    is_confirmed: bool = False,
) -> None:
    """Set the name of ``person``, who is locked, and send ``renamed``."""
    if changed := _changed(person, name):
        for part, said in zip(NAME_PARTS, name, strict=True):
            setattr(person, part, said)
        person.save(update_fields=changed)
        Account.objects.filter(staff_member=person).update(name=person.short_name)
        audit_log.record_action(
            "staff.renamed",
            by=by,
            on=person,
            person=person.key,
            reason=reason,
            parts=changed,
        )
    PeopleRenamed([person], reason, at, by, is_confirmed).send()


def _changed(person: StaffMember, name: Name) -> list[str]:
    named = zip(NAME_PARTS, build_name_tuple(person), name, strict=True)
    return [part for part, was, becomes in named if was != becomes]


def _is_spelling(person: StaffMember, name: Name) -> bool:
    """Tell whether only case, hyphens, spaces and the like differ in each part."""
    return all(map(is_spelled_alike, build_name_tuple(person), name))


def _locked(person: StaffMember) -> StaffMember:
    kept = StaffMember.objects.select_for_update(of=("self",), no_key=True)
    return kept.get(pk=person.pk)


def _demand_another(person: StaffMember, by: "User") -> None:
    if person.user_id == by.pk:
        raise StaffError(_("This is your own name. Ask another officer to change it."))


def normalise_text(name: str) -> str:
    """Return ``name`` normalised: composed, without format characters, single spaces."""
    composed = unicodedata.normalize("NFC", name)
    seen = (sign for sign in composed if unicodedata.category(sign) != "Cf")
    return " ".join("".join(seen).split())


def check_name_part(part: str, name: str) -> None:
    """Raise ``StaffError`` if ``name`` cannot be that part of a name."""
    if not name and part != "patronymic":
        raise StaffError(_("Enter the family name and the given name."))
    if len(name) > LONGEST:
        raise StaffError(
            _("Each part of the name can have up to %(n)d letters.") % {"n": LONGEST}
        )
    if not all(unicodedata.category(one)[0] in "LM" or one in JOINERS for one in name):
        raise StaffError(
            _(
                "A name can contain only letters, hyphens and apostrophes. Check "
                "what you typed."
            )
        )
    if name and not any(one.isalpha() for one in name):
        raise StaffError(_("A name must contain letters. Check what you typed."))
