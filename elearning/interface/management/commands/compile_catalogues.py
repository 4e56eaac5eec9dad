"""Compilation of the translations."""

from typing import Any

from django.core.management.base import BaseCommand

from elearning.interface.translation_catalogues import compile_catalogues


class Command(BaseCommand):
    """Compile the catalogues in ``locale/`` that changed."""

    help = "Compile the translations that changed."
    requires_system_checks: list[str] = []

    def handle(self, **options: Any) -> None:
        for path in compile_catalogues():
            self.stdout.write(f"Compiled {path.parent.parent.name}/{path.name}")
