"""Command to print facts and provisions that have yet to be verified."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import translation

from content.publishing.fact_verification import iter_unread_provisions
from content.publishing.models import Fact


class Command(BaseCommand):
    """Print facts and provisions that have yet to be verified."""

    help = "List facts to verify: by text and block, and provisions nobody read in the source."

    def handle(self, **options: Any) -> None:
        facts = Fact.objects.open().by_owner()
        for fact in facts:
            owner = fact.course or fact.document
            code = owner.code if owner else ""
            self.stdout.write(f"{code} | {fact.place} | {fact.fact} | {fact.source}")
        with translation.override("en"):
            unread = list(iter_unread_provisions())
        for one in unread:
            self.stdout.write(
                f"{one.document.code} {one.number} | {one.mark} | {one.title}"
            )
        self.stdout.write(f"Facts: {len(facts)}. Provisions: {len(unread)}.")
