"""Prepare the demonstration: the cache, the courses, the people."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    """Load everything the demonstration shows; repeating it is quick and harmless."""

    help = "Load the starter courses and the invented people."

    def handle(self, *args: Any, **options: Any) -> None:
        """Do the steps in order, each safe to repeat."""
        call_command("createcachetable", verbosity=0)
        self.stdout.write("Courses, guidelines and rules …")
        call_command("load_curriculum", stdout=self.stdout)
        self.stdout.write("People …")
        call_command("demo_people", stdout=self.stdout)
