"""Management of the signing keys of certificates."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from courses.certificates.errors import UnusableKeyError
from courses.certificates.keys import key_creation, key_overview, key_revocation
from courses.certificates.models import KeyPurpose, SigningKey

#: The keys renewed by default; the authority’s may be kept in a safe.
_USUAL = [KeyPurpose.PAPER, KeyPurpose.CLAIM, KeyPurpose.CREDENTIAL]


class Command(BaseCommand):
    """Make, renew, look at and revoke the keys that vouch for certificates."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        kinds = parser.add_subparsers(dest="what", required=True)
        kinds.add_parser("create", help="Make what is missing; safe to repeat.")
        kinds.add_parser("show", help="List the keys, their fingerprints and states.")
        rotate = kinds.add_parser(
            "rotate", help="Make newer keys, which sign from now."
        )
        rotate.add_argument(
            "--purpose",
            action="append",
            choices=[purpose.value for purpose in KeyPurpose],
            help="Repeat for several; by default all but the authority.",
        )
        rotate.add_argument("--reason", default="", help="Kept in the trail.")
        revoke = kinds.add_parser("revoke", help="Trust nothing a key signed.")
        revoke.add_argument("name", help="As “show” lists it.")
        revoke.add_argument("--reason", required=True, help="Kept, and shown.")

    def handle(self, *, what: str, **options: Any) -> None:
        try:
            getattr(self, f"_{what}")(**options)
        except UnusableKeyError as error:
            raise CommandError(str(error)) from error

    def _create(self, **options: Any) -> None:
        made = key_creation.create_missing_keys(by=None)
        for key in made:
            self._tell_made(key)
        if not made:
            self.stdout.write(
                _("There is already a key for every purpose. None was made.")
            )

    def _rotate(
        self, *, purpose: list[str] | None, reason: str, **options: Any
    ) -> None:
        wanted = [each for each in KeyPurpose if each in (purpose or _USUAL)]
        for each in wanted:
            self._tell_made(
                key_creation.create_signing_key(each, by=None, reason=reason)
            )
        if KeyPurpose.AUTHORITY in wanted and KeyPurpose.PAPER not in wanted:
            self.stdout.write(
                _(
                    "Documents are still sealed under the previous authority. Renew "
                    "their key too."
                )
            )

    def _show(self, **options: Any) -> None:
        for name, lines in key_overview.iter_key_descriptions():
            self.stdout.write(name)
            for line in lines:
                self.stdout.write(f"  {line}")

    def _revoke(self, *, name: str, reason: str, **options: Any) -> None:
        key = SigningKey.objects.filter(name=name).first()
        if key is None:
            raise CommandError(_("There is no key with this name. Check the list."))
        revoked = key_revocation.revoke_signing_key(key, by=None, reason=reason)
        for each in revoked:
            said = _("Revoked: %(name)s") % {"name": each.name}
            self.stdout.write(said)
        if not revoked:
            self.stdout.write(_("It had already been revoked. Nothing was changed."))
            return
        self.stdout.write(
            _(
                "Nothing it signed is trusted any more. Make a new key with "
                "certificates_keys create, then reseal the documents with "
                "certificates_resign."
            )
        )

    def _tell_made(self, key: SigningKey) -> None:
        said = _("Made: %(name)s (%(purpose)s)") % {
            "name": key.name,
            "purpose": key.get_purpose_display(),
        }
        self.stdout.write(said)
