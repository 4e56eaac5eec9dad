"""Change the name of a member of staff, as after a marriage."""

import unicodedata
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from elearning.accounts.models import User as Account
from elearning.audit import trail
from elearning.staff.errors import StaffError
from elearning.staff.models import StaffMember
from elearning.staff.signals import renamed

if TYPE_CHECKING:
    from elearning.accounts.models import User

#: So many letters a part of a name has at most.
LONGEST = 100
_PARTS = ("family_name", "given_name", "patronymic")
#: What may stand in a name besides letters and the marks upon them.
_JOINERS = frozenset(" -‐'’ʼ.")


def rename(  # noqa: PLR0913 — the parts of a name, and what an inspection asks for
    person: StaffMember,
    *,
    family_name: str,
    given_name: str,
    patronymic: str,
    reason: str,
    by: "User",
    at: datetime,
) -> StaffMember:
    """Call ``person`` by another name from now on, and return her.

    Papers keep the name they were issued with; who issues new ones listens to
    ``renamed``. The trail says which parts changed, never the names. The same name again
    changes nothing. Raises ``StaffError`` without a reason, for what is no name, and for
    whoever would rename herself.
    """
    if not reason.strip():
        raise StaffError(_("Give the reason; an inspection will ask for it."))
    if person.user_id == by.pk:
        raise StaffError(_("This is your own name. Ask another officer to change it."))
    given = dict(zip(_PARTS, (family_name, given_name, patronymic), strict=True))
    wanted = {part: tidy(name) for part, name in given.items()}
    for part, name in wanted.items():
        check_name(part, name)
    with transaction.atomic():
        kept = StaffMember.objects.select_for_update(of=("self",), no_key=True)
        person = kept.get(pk=person.pk)
        changed = [part for part in _PARTS if getattr(person, part) != wanted[part]]
        if not changed:
            return person
        for part in changed:
            setattr(person, part, wanted[part])
        person.save(update_fields=changed)
        Account.objects.filter(staff_member=person).update(name=person.short_name)
        trail.write(
            "staff.renamed",
            by=by,
            on=person,
            person=person.key,
            reason=reason.strip(),
            parts=changed,
        )
        renamed.send(StaffMember, people=[person], reason=reason.strip(), at=at, by=by)
    return person


def tidy(name: str) -> str:
    """Return ``name`` as it is kept: composed, without marks of direction, single spaces."""
    composed = unicodedata.normalize("NFC", name)
    seen = (sign for sign in composed if unicodedata.category(sign) != "Cf")
    return " ".join("".join(seen).split())


def check_name(part: str, name: str) -> None:
    """Raise ``StaffError`` where ``name`` cannot be that part of a name."""
    if not name and part != "patronymic":
        raise StaffError(_("Give the family name and the given name."))
    if len(name) > LONGEST:
        raise StaffError(
            _("A part of the name has %(n)d letters at most.") % {"n": LONGEST}
        )
    if not all(unicodedata.category(one)[0] in "LM" or one in _JOINERS for one in name):
        raise StaffError(
            _("A name has letters, hyphens and apostrophes. Check what you typed.")
        )
    if name and not any(one.isalpha() for one in name):
        raise StaffError(_("A name has letters. Check what you typed."))
