"""Registration of new members of staff with their first appointment."""

import re
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from elearning.accounts.models import User
from elearning.audit import audit_log
from elearning.languages import CODES
from elearning.staff.appointments import AppointmentTerms, create_appointment
from elearning.staff.errors import StaffError
from elearning.staff.models import StaffMember
from elearning.staff.name_changes import check_name_part, normalise_text
from elearning.staff.reference_data import check_codes_unused

_NUMBER = re.compile(r"[^\W_][\w ./№‐‑–-]*")


@dataclass(frozen=True)
class StaffMemberDetails:
    """Service number, name and learning language of a person."""

    staff_number: str
    family_name: str
    given_name: str
    patronymic: str = ""
    language: str = CODES[0]
    external_id: str = ""


def register_staff_member(
    who: StaffMemberDetails,
    terms: AppointmentTerms,
    *,
    by: User | None,
    reason: str = "",
) -> StaffMember:
    """Enter ``who`` with their first appointment, and return them.

    They get no account yet (``staff_accounts``). Raises ``StaffError`` as
    ``create_staff_member`` and ``create_appointment`` do; nothing is stored then.
    """
    with transaction.atomic():
        person = create_staff_member(who, by=by, reason=reason)
        create_appointment(person, terms, by=by, reason=reason)
    return person


def create_staff_member(
    who: StaffMemberDetails, *, by: User | None, reason: str = ""
) -> StaffMember:
    """Register ``who`` without an appointment and without an account, and return the person.

    Raises ``StaffError`` if the service number or the key is taken, and for an invalid
    name.
    """
    number = normalise_text(who.staff_number)
    if not number:
        raise StaffError(_("Enter the service number."))
    if not is_service_number(number):
        raise StaffError(
            _(
                "A service number begins with a letter or a digit and can "
                "contain letters, digits, spaces, hyphens, dots and slashes. "
                "Check what you typed."
            )
        )
    names = {
        part: normalise_text(getattr(who, part))
        for part in ("family_name", "given_name", "patronymic")
    }
    for part, name in names.items():
        check_name_part(part, name)
    people = StaffMember.objects.all()
    if people.filter(staff_number__iexact=number).exists():
        raise StaffError(_taken(number))
    check_codes_unused(people, external_id=who.external_id)
    with transaction.atomic():
        try:
            with transaction.atomic():
                person = StaffMember.objects.create(
                    staff_number=number,
                    language=who.language,
                    external_id=who.external_id or None,
                    **names,
                )
        except IntegrityError:  # registered by somebody else at this moment
            raise StaffError(_taken(number)) from None
        audit_log.record_action(
            "staff.registered", by=by, on=person, person=person.key, reason=reason
        )
    return person


def is_service_number(number: str) -> bool:
    """Tell whether ``number`` is a valid one: no character starts a formula or markup."""
    return _NUMBER.fullmatch(number) is not None


def _taken(number: str) -> str:
    return _(
        "The service number %(number)s is already in use. Look for it in "
        "the staff list; if the person works elsewhere, the ministry's "
        "personnel office will transfer them."
    ) % {"number": number}
