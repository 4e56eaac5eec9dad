"""Management command that reports inconsistent records."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.recognition.consistency.check_run import iter_record_findings
from courses.recognition.consistency.finding_texts import render_records_finding
from elearning.languages import CODES
from elearning.staff.models import StaffMember


class Command(BaseCommand):
    """Report inconsistent records: about whom, since when, and what to do.

    Changes nothing. The exit code is 1 if anything was found.
    """

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--person", help="A service number; else everybody.")
        parser.add_argument("--language", choices=CODES, default="en")

    def handle(self, *, person: str | None, language: str, **options: Any) -> None:
        people = StaffMember.objects.all()
        if person is not None:
            people = people.filter(staff_number=person)
            if not people.exists():
                raise CommandError(f"Nobody has the service number {person}.")
        numbers = dict(people.values_list("pk", "staff_number"))
        with translation.override(language):
            found = 0
            for finding in iter_record_findings(people, on=timezone.localdate()):
                words, found = render_records_finding(finding), found + 1
                since = (
                    _("Since %(day)s.") % {"day": date_format(finding.since)}
                    if finding.since
                    else ""
                )
                line = f"{numbers[finding.learner_id]}: {words.what} {since}".rstrip()
                self.stdout.write(f"{line} {words.advice}")
            self.stdout.write(
                ngettext("%(count)d finding.", "%(count)d findings.", found)
                % {"count": found}
                if found
                else _("Everything agrees.")
            )
        if found:
            sys.exit(1)
