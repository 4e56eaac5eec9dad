"""How long files of reports take and what memory they need.

    python -m tests.benchmarks.bench_exports [--rows 100000] [--kind csv] [--kind xlsx] …

Each file is made in a process of its own, from made-up people: what the database takes to
tell how they stand is measured by itself. Prints a table for docs/performance.md.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta

KINDS = {"csv": 100_000, "xlsx": 100_000, "pdf": 1_000}
_ON = date(2026, 11, 27)


def main() -> None:
    """Measure each kind of file and print a line of the table for it."""
    options = _options()
    if options.alone:
        print(*_measured(options.kind[0], options.rows), sep=" | ")
        return
    print("| file | rows | first byte | whole | work of it | size | memory besides |")
    print("|---|---|---|---|---|---|---|")
    for kind in options.kind or KINDS:
        rows = options.rows if kind != "pdf" else min(options.rows, KINDS["pdf"])
        command = [sys.executable, "-m", __spec__.name, "--alone"]
        command += ["--kind", kind, "--rows", str(rows)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        print(f"| {kind.upper()} | {rows:,} | {done.stdout.strip()} |")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--kind", action="append", choices=[*KINDS])
    parser.add_argument("--alone", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


def _measured(kind: str, number: int) -> tuple[str, ...]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "elearning.settings.test")
    import django

    django.setup()
    from django.utils import translation

    with translation.override("kk"), tempfile.TemporaryFile() as file:
        sheet = _sheet(number)
        before = _memory()
        began, busy = time.perf_counter(), time.process_time()
        first = 0.0
        for piece in _pieces(kind, sheet, file):
            first = first or time.perf_counter() - began
            file.write(piece)
        whole, busy = time.perf_counter() - began, time.process_time() - busy
        size = file.seek(0, os.SEEK_END)
    return (
        f"{first * 1000:.0f} ms" if kind == "csv" else "in the background",
        f"{whole:.1f} s",
        f"{busy:.1f} s",
        f"{size / 1e6:.1f} MB",
        f"{_memory() - before:.0f} MB",
    )


def _pieces(kind, sheet, file) -> Iterator[bytes]:
    from django.utils import timezone

    from courses.reporting import report_pdf, spreadsheets

    if kind == "csv":
        yield from (piece.encode() for piece in spreadsheets.iter_csv_pieces(sheet))
    elif kind == "xlsx":
        spreadsheets.write_xlsx(sheet, file)
    else:
        yield _printed(report_pdf, sheet, timezone.now())


def _printed(printing, sheet, at) -> bytes:
    """Return the list on paper in the colour of the platform, which asks no database."""
    printing.build_appearance = lambda _design: {"accent": "#00677a"}
    printing.Design = type(
        "Design", (), {"objects": type("", (), {"in_use": lambda: None})}
    )
    return printing.render_sheet(sheet, at)


def _sheet(number: int):
    """Return a sheet of people by name whose rows come one by one, as from a database."""
    from courses.reporting import report_contents, standing_list
    from courses.reporting.report_selection import ReportSelection

    standing_list.iter_listed_standings = lambda _selection: _people(number)
    head = [("Экспорттаған", "100001"), ("Мақсаты", "Өлшеу"), ("Деректер күні", _ON)]
    return report_contents.build_report_sheet(
        "people", ReportSelection(None, _ON, []), head
    )


def _people(number: int):
    from courses.compliance.status import StandingState
    from courses.models import Course
    from courses.reporting.standing_list import ListedStanding
    from elearning.staff.models import (
        Establishment,
        Post,
        StaffMember,
    )

    place = Establishment(
        titles={"kk": "Бақылау-өткізу қызметі, №17 мекеме", "ru": "Учреждение № 17"}
    )
    post = Post(titles={"kk": "аға бақылаушы", "ru": "старший контролер"})
    courses = [Course(code=f"T{place}") for place in range(1, 11)]
    states = list(StandingState)
    for row in range(number):
        yield ListedStanding(
            person=StaffMember(
                staff_number=f"{200000 + row // 10}",
                family_name="Әбілқасымов",
                given_name="Қайырбек",
                patronymic="Ғабитұлы",
            ),
            course=courses[row % 10],
            establishment=place,
            post=post,
            state=states[row % len(states)],
            due_on=_ON + timedelta(days=row % 400),
            passed_on=_ON - timedelta(days=row % 900),
            expires_on=_ON + timedelta(days=row % 500),
            update_due_on=None,
            update_minutes=0,
        )


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
