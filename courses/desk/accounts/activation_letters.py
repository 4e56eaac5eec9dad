"""Letters with a one-time code: three steps to follow, and what to do if they fail.

A letter passes through many hands and lies on desks, so it does not mention the
reader’s post or place of work. When it is folded twice, the code is inside.
"""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import typst
from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses.certificates.documents import typst_compiler
from courses.certificates.documents.font_coverage import make_printable
from elearning.accounts import activation_codes
from elearning.accounts.errors import AccountError
from elearning.accounts.models import User
from elearning.audit import audit_log
from elearning.staff.models import StaffMember
from elearning.staff.staff_accounts import create_staff_account

_TEMPLATE = Path(__file__).parent / "typst" / "letter.typ"


class _Letter(NamedTuple):
    person: StaffMember
    code: str


def print_activation_letters(
    people: Sequence[StaffMember], *, by: User, at: datetime | None = None
) -> bytes:
    """Return a tagged PDF with a letter for each of ``people``, in their language.

    People without an account get one as a learner; earlier codes stop working. Raises
    ``AccountError``, with nothing changed, if the letters cannot be typeset or an account
    is closed; ``StaffError`` and ``AccountError`` as ``create_staff_account`` does.
    """
    now = at or timezone.now()
    with transaction.atomic():
        letters = [_Letter(person, _code(person, by=by, at=now)) for person in people]
        about = [(person.user, person.key) for person in people if person.user]
        audit_log.record_action_for_each("accounts.letter_printed", by=by, about=about)
        try:
            return typst_compiler.compile_pdf(_TEMPLATE, _words(letters, now), now)
        except typst.TypstError as error:
            raise AccountError(
                _(
                    "The letter cannot be printed at the moment. Nothing was changed. "
                    "Try again later."
                )
            ) from error


def _code(person: StaffMember, *, by: User, at: datetime) -> str:
    user = person.user or create_staff_account(person, by=by)
    if not user.is_active:
        raise AccountError(
            _("The account of %(number)s is closed. Nothing was changed.")
            % {"number": person.staff_number}
        )
    return activation_codes.issue_code(user, by=by, at=at)


def _words(letters: Sequence[_Letter], at: datetime) -> dict[str, object]:
    return {
        "document_title": _("Letters with one-time codes"),
        "letters": [_letter(letter, at) for letter in letters],
    }


def _letter(letter: _Letter, at: datetime) -> dict[str, object]:
    person = letter.person
    address = f"{settings.BASE_URL}/{person.language}/account/activate/"
    until = at + settings.ACTIVATION_LIFETIME
    with translation.override(person.language):
        return {
            "language": person.language,
            "sender": _("Training platform"),
            "name": make_printable(person.full_name),
            "number": _("Service number: %(number)s")
            % {"number": make_printable(person.staff_number)},
            "day": _day(at),
            "title": _("Your account on the training platform"),
            "lead": _(
                "With the code below you choose your own password. Nobody else "
                "knows it, now or later."
            ),
            "code_label": _("One-time code"),
            "code": letter.code,
            "until": _("It works once, until %(day)s.") % {"day": _day(until)},
            "steps_title": _("What to do"),
            "steps": [
                _("Open %(address)s in the browser.") % {"address": address},
                _("Enter the code. Capital letters, spaces and dashes do not matter."),
                _(
                    "Choose a password that only you know. From then on you sign in with "
                    "it and your service number."
                ),
            ],
            "troubles_title": _("If something does not work"),
            "troubles": [
                _("The code is not accepted: compare each group with this letter."),
                _(
                    "The code has expired or has been used, or this letter was open "
                    "when you got it: ask your personnel officer for a new one. This "
                    "one then stops working."
                ),
                _(
                    "The page does not open: check the address, then tell your personnel "
                    "officer."
                ),
            ],
            "closing": _(
                "Do not write the password on this letter, and destroy it once "
                "you have signed in. Nobody in the service will ask you for the "
                "code or the password."
            ),
        }


def _day(at: datetime) -> str:
    return date_format(timezone.localdate(at), "DATE_FORMAT")
