"""Recount of exam statistics from the attempts."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from courses.assessment.models import PaperVersion
from courses.assessment.statistics import tally_store


class Command(BaseCommand):
    """Make the statistics of exams anew from their attempts.

    Needed after marks were corrected; otherwise it changes nothing. Safe to repeat.
    """

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--course", help="The code of one course; all courses by default."
        )

    def handle(self, *, course: str | None, **options: Any) -> None:
        papers = PaperVersion.objects.order_by("pk")
        if course:
            papers = papers.filter(version__unit__course__code=course)
            if not papers:
                raise CommandError(
                    f"There is no exam of a course {course}. Check the code."
                )
        for paper in papers:
            found = tally_store.recount_paper(paper, by=None)
            self.stdout.write(f"{paper}: {found}")
