"""Health of the installation, for monitoring."""

import json
from typing import Any

from django.core.management.base import BaseCommand

from elearning.installation.health import measure_health


class Command(BaseCommand):
    """Print the health of each part; exit with 1 if one fails."""

    help = (
        "Print as JSON whether the database answers, when a worker last came round, how "
        "much room the disk has and whether the audit trail was checked within two days. "
        "Ends with 1 where something is wrong."
    )
    requires_system_checks: list[str] = []

    def handle(self, **options: Any) -> None:
        found = measure_health()
        self.stdout.write(json.dumps(found.facts()))
        if not found.is_whole:
            raise SystemExit(1)
