"""How long a staff list takes to compare and to apply; measured, not asserted.

    python -m tests.benchmarks.bench_staff_lists [--people 20000] [--share 30]

Makes a test database of the configured kind (``TEST_DATABASE_URL``) and drops it again.
A service of ``--people`` is brought in by a first list; a second one moves, renames and
leaves out ``--share`` of a hundred in all, as CSV and as XLSX; the same file follows once
more. Each call of the worker's chore runs in a process of its own, as in the worker: told are
the seconds, the queries, and the most memory that process ever held, beside what it held
before. Budgets for 20,000 rows: compared in 30 s, applied in 60 s, and queries that do not grow
with the rows but by a batch.
"""

import argparse
import os
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from multiprocessing import get_context
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
    from courses.reporting.spreadsheets import ReportSheet, build_xlsx_file

    with build_xlsx_file(ReportSheet("Staff", [], _HEADINGS, rows)) as file:
        return file.read()


def _bring(what: str, content: bytes, on: date) -> None:
    """Hand a list in, compare it, and apply it where there is anything to apply."""
    from elearning.staff.importing import staff_list_confirmation
    from elearning.staff.importing.staff_list_upload import create_staff_list

    with tempfile.TemporaryDirectory() as folder, _kept_in(folder):
        made = create_staff_list(
            content,
            "list",
            on=on,
            establishment=None,
            is_complete=True,
            by=None,
        )
        _tell(f"{what}: compared", "compare_waiting_lists", folder)
        made.refresh_from_db()
        counts = {name: number for name, number in made.counts.items() if number}
        print(f"  {counts}", flush=True)
        if made.changing:
            staff_list_confirmation.confirm_staff_list(
                made, by=None, leaving=made.leaving
            )
            _tell(f"{what}: applied", "apply_confirmed_lists", folder)
        made.refresh_from_db()
        print(f"  {made.state}", flush=True)


def _kept_in(folder: str) -> override_settings:
    """Have the files of lists kept in ``folder``."""
    from django.conf import settings

    backend = "django.core.files.storage.FileSystemStorage"
    kept = {"BACKEND": backend, "OPTIONS": {"location": Path(folder)}}
    return override_settings(STORAGES=settings.STORAGES | {"staff_lists": kept})


def _tell(what: str, chore: str, folder: str) -> None:
    """Run a chore in a process of its own, and print what it took."""
    database = str(connection.settings_dict["NAME"])
    connection.close()
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        told = pool.submit(_measured, chore, database, folder).result()
    taken, asked, before, peak = told
    print(
        f"{what:50} {taken:7.1f} s {asked:6} queries {peak:6} MB, {before} MB before",
        flush=True,
    )


def _measured(chore: str, database: str, folder: str) -> tuple[float, int, int, int]:
    """Do ``chore`` on ``database``; return seconds, queries, and MB before and at most."""
    django.setup()
    from elearning.staff.importing import staff_list_jobs

    asked = 0

    def count(execute: Any, *arguments: Any) -> Any:
        nonlocal asked
        asked += 1
        return execute(*arguments)

    connection.settings_dict["NAME"] = database
    connection.ensure_connection()
    before = _most_memory()
    with _kept_in(folder), connection.execute_wrapper(count):
        start = time.perf_counter()
        getattr(staff_list_jobs, chore)(timezone.now())
        taken = time.perf_counter() - start
    return taken, asked, before, _most_memory()


def _most_memory() -> int:
    """Return the most memory in MB that this process has held, as Linux tells it.

    ``getrusage`` counts in what the process was forked from.
    """
    lines = Path("/proc/self/status").read_text().splitlines()
    (line,) = (one for one in lines if one.startswith("VmHWM:"))
    return round(int(line.split()[1]) / 1024)


if __name__ == "__main__":
    main()
