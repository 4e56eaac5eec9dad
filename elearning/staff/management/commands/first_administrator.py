"""Open the account of the first or the second administrator, and print its one-time code."""

import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from elearning.accounts.errors import AccountError
from elearning.languages import CODES
from elearning.staff.errors import StaffError
from elearning.staff.first_administrator import create_first_administrator
from elearning.staff.staff_registration import StaffMemberDetails

_ASKED = {
    "staff_number": gettext_lazy("Service number"),
    "family_name": gettext_lazy("Family name"),
    "given_name": gettext_lazy("Given name"),
}


class Command(BaseCommand):
    """Open the account of the first or the second administrator, and print its one-time code."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("staff_number", nargs="?", default="")
        parser.add_argument("--family-name", default="", help="Asked for if left out.")
        parser.add_argument("--given-name", default="", help="Asked for if left out.")
        parser.add_argument("--patronymic", default="")
        parser.add_argument("--language", choices=CODES, default=CODES[0])
        parser.add_argument(
            "--restore",
            action="store_true",
            help="Have the owner of an account begin anew, who cannot sign in any more.",
        )

    def handle(self, *, language: str, patronymic: str, **options: Any) -> None:
        with translation.override(language):
            self._open(language, patronymic, options)

    def _open(self, language: str, patronymic: str, options: dict[str, Any]) -> None:
        asked = {name: options[name] or _ask(str(_ASKED[name])) for name in _ASKED}
        who = StaffMemberDetails(**asked, patronymic=patronymic, language=language)
        now = timezone.now()
        try:
            code = create_first_administrator(who, restore=options["restore"], at=now)
        except (StaffError, AccountError) as error:
            raise CommandError(str(error)) from error
        last = timezone.localtime(now + settings.ACTIVATION_LIFETIME)
        address = f"{settings.BASE_URL}/{language}/account/activate/"
        for line in (
            _("Open this address: %(address)s") % {"address": address},
            _("Type this code there: %(code)s") % {"code": code},
            _(
                "It works once, until %(day)s, and is not stored anywhere: write "
                "it down now."
            )
            % {"day": date_format(last, "SHORT_DATETIME_FORMAT")},
            _("The password comes next, then the second step with a telephone."),
            _(
                "Then create a second administrator's account in the same way: "
                "some changes need two."
            ),
        ):
            self.stdout.write(line)


def _ask(what: str) -> str:
    """Return the typed input, or an empty string without a terminal."""
    return input(f"{what}: ") if sys.stdin.isatty() else ""
