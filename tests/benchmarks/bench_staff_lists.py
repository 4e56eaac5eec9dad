"""How long a staff list takes to compare and to apply; measured, not asserted.

    python -m tests.benchmarks.bench_staff_lists [--people 20000] [--share 30]

Makes a test database of the configured kind (``TEST_DATABASE_URL``) and drops it again.
A service of ``--people`` is brought in by a first list; a second one moves, renames and
leaves out ``--share`` of a hundred in all, as CSV and as XLSX; the same file follows once
more. Budgets for 20,000 rows: compared in 30 s, applied in 60 s, and queries that do not
grow with the rows but by a batch.
"""

import argparse
import os
import resource
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import django
from django.db import connection
from django.test.utils import override_settings, setup_databases, teardown_databases
from django.utils import timezone

_HEADINGS = ("Табельный номер", "Фамилия", "Имя", "Отчество", "Учреждение", "Должность")
_PLACES = 80
_POSTS = 12
_FIRST, _SECOND = date(2026, 1, 1), date(2026, 11, 1)


def main() -> None:
    """Make the places and positions, then bring in list after list."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=20_000)
    parser.add_argument("--share", type=int, default=30)
    wanted = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "elearning.settings.test")
    django.setup()
    old = setup_databases(verbosity=0, interactive=False)
    try:
        _measure(wanted)
    finally:
        teardown_databases(old, verbosity=0)


def _measure(wanted: argparse.Namespace) -> None:
    from tests.factories.staff import EstablishmentFactory, PostFactory

    root = EstablishmentFactory(code="root")
    for number in range(_PLACES):
        EstablishmentFactory(code=f"p{number}", parent=root)
    for number in range(_POSTS):
        PostFactory(code=f"post{number}", title_kk=f"л{number}", title_ru=f"д{number}")
    print(connection.vendor, flush=True)
    first = _rows(wanted.people, 0)
    second = _rows(wanted.people, wanted.share)
    _bring("everybody is new, CSV", _csv(first), _FIRST)
    _bring(f"{wanted.share} % change or leave, XLSX", _xlsx(second), _SECOND)
    _bring("the same once more, XLSX", _xlsx(second), _SECOND)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"at most {peak:.0f} MB", flush=True)


def _rows(people: int, share: int) -> list[tuple[str, ...]]:
    """Return a list; of a hundred people, ``share`` in all move, are renamed or are missing."""
    rows = []
    for number in range(people):
        kind = number % 100 if number % 100 < share else -1
        if kind % 3 == 0 and kind >= 0:
            continue
        name = "Өтегенова" if kind % 3 == 1 and kind >= 0 else "Серікова"
        place = number + (kind % 3 == 2 and kind >= 0)
        rows.append(
            (
                f"K{number:06}",
                name,
                "Әсел",
                "Ғаниқызы",
                f"p{place % _PLACES}",
                f"post{number % _POSTS}",
            )
        )
    return rows


def _csv(rows: list[tuple[str, ...]]) -> bytes:
    return "\r\n".join(";".join(row) for row in (_HEADINGS, *rows)).encode("kz1048")


def _xlsx(rows: list[tuple[str, ...]]) -> bytes:
    from courses.reporting.spreadsheets import Sheet, xlsx_file

    with xlsx_file(Sheet("Staff", [], _HEADINGS, rows)) as file:
        return file.read()


def _bring(what: str, content: bytes, on: date) -> None:
    """Hand a list in, compare it, and apply it where there is anything to apply."""
    from elearning.staff.importing import confirming, working
    from elearning.staff.importing.handing_in import hand_in

    storage = "django.core.files.storage.FileSystemStorage"
    with tempfile.TemporaryDirectory() as folder:
        from django.conf import settings

        kept = {"BACKEND": storage, "OPTIONS": {"location": Path(folder)}}
        with override_settings(STORAGES=settings.STORAGES | {"staff_lists": kept}):
            made = hand_in(
                content,
                "list",
                on=on,
                establishment=None,
                is_complete=True,
                by=None,
            )
            _tell(f"{what}: compared", lambda: working.compare_due(timezone.now()))
            made.refresh_from_db()
            counts = {name: number for name, number in made.counts.items() if number}
            print(f"  {counts}", flush=True)
            if made.changing:
                confirming.confirm(made, by=None, leaving=made.leaving)
                _tell(f"{what}: applied", lambda: working.apply_due(timezone.now()))
            made.refresh_from_db()
            print(f"  {made.state}", flush=True)


def _tell(what: str, act: Callable[[], object]) -> None:
    asked = 0

    def count(execute: Any, *arguments: Any) -> Any:
        nonlocal asked
        asked += 1
        return execute(*arguments)

    with connection.execute_wrapper(count):
        start = time.perf_counter()
        act()
        taken = time.perf_counter() - start
    print(f"{what:50} {taken:7.1f} s {asked:6} queries", flush=True)


if __name__ == "__main__":
    main()
