"""An invented service of any size in a database, to ask of it; kept where that is wanted.

The reckoning of 2,000 people takes minutes and that of 200,000 hours. So some are reckoned
and then copied in the database, with establishments of their own: what is asked of a whole
service is asked of stretches and tallies, which do not tell a copy from a person.
"""

import argparse
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import django
from django.db import connection
from django.test.utils import setup_databases, teardown_databases

#: The keys of a copy are so much higher than those of the copy before it.
_APART = 10_000_000
_NEW_KEY = {
    "postgresql": "gen_random_uuid()",
    "sqlite": "lower(hex(randomblob(16)))",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Let the size of a service be told, and whether it is kept."""
    parser.add_argument("--staff", type=int, default=2_000)
    parser.add_argument("--courses", type=int, default=30)
    parser.add_argument("--years", type=int, default=5)
    parser.add_argument("--copies", type=int, default=10)
    kept = os.environ.get("BENCH_KEEP", "")
    parser.add_argument("--keep", metavar="DATABASE", default=kept)


@contextmanager
def service(wanted: argparse.Namespace) -> Iterator[None]:
    """Lend a service as large as ``wanted``, in a database that is dropped afterwards.

    Or kept under the name of ``wanted.keep``, and taken as it is the next time.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "elearning.settings.test")
    django.setup()
    test = connection.settings_dict["TEST"]
    if wanted.keep:
        test["NAME"] = wanted.keep
    else:
        test["MIGRATE"] = False  # tables are all it needs
    old = setup_databases(
        verbosity=0,
        interactive=False,
        keepdb=bool(wanted.keep),
        serialized_aliases=set(),
    )
    try:
        _fill(wanted)
        yield
    finally:
        teardown_databases(old, verbosity=0, keepdb=bool(wanted.keep))


def once(what: str, act: Callable[[], Any]) -> None:
    """Do it and print how long it took, and how much of that this process was at work."""
    begun, worked = time.perf_counter(), time.process_time()
    act()
    spent = (time.perf_counter() - begun, time.process_time() - worked)
    print("{:8.1f} s  {:8.1f} s of work   ".format(*spent), what, flush=True)


def _fill(wanted: argparse.Namespace) -> None:
    from django.utils import timezone

    from courses.compliance.models import StandingPeriod, Tally
    from courses.compliance.periods import period_rebuild, period_tallies
    from courses.compliance.periods.current_standings import advance_current_day
    from courses.compliance.service_simulation import ServiceSize, simulate_service
    from courses.records.models import Completion
    from elearning.staff.models import StaffMember

    if not StaffMember.objects.exists():
        size = ServiceSize(wanted.staff, wanted.courses, wanted.years)
        once("the service is made", lambda: simulate_service(size, by=None))
    once(
        "its whole history is spread out",
        lambda: all(iter(period_rebuild.rebuild_next_batch, 0)),
    )
    copied = StaffMember.objects.filter(pk__gt=_APART).exists()
    if wanted.copies > 1 and not copied:
        once("and copied", lambda: _copy(wanted.copies))
        _tidy()
    today = timezone.localdate()
    once(
        "the standings of today are taken out of it", lambda: advance_current_day(today)
    )
    once("the tallies are made", lambda: period_tallies.update_tallies(today))
    _tidy()
    print(
        f"{connection.vendor}: {StaffMember.objects.count()} people, "
        f"{Completion.objects.count()} completions, "
        f"{StandingPeriod.objects.count()} stretches, {Tally.objects.count()} tallies",
        flush=True,
    )


def _tidy() -> None:
    """Do what the database does by itself in a quiet moment."""
    with connection.cursor() as cursor:
        cursor.execute(
            "VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE"
        )


def _copy(copies: int) -> None:
    """Write the people again, as often, each time at establishments of their own."""
    from courses.compliance.models import StandingPeriod
    from elearning.staff.models import Appointment, Establishment, StaffMember

    places = list(Establishment.objects.filter(depth=3))
    with _without_indexes(StandingPeriod):
        for copy in range(1, copies):
            shift = copy * _APART
            _again(
                StaffMember,
                "id",
                id=f"id + {shift}",
                key=_NEW_KEY[connection.vendor],
                staff_number=f"staff_number || '-{copy}'",
            )
            copied = ("titles", "kind")
            twins = [
                Establishment.objects.get(pk=place.get_parent().pk).add_child(
                    code=f"{place.code}-{copy}",
                    **{name: getattr(place, name) for name in copied},
                )
                for place in places
            ]
            pairs = zip(places, twins, strict=True)
            cases = " ".join(f"WHEN {one.pk} THEN {twin.pk}" for one, twin in pairs)
            for model, person in (
                (Appointment, "staff_member_id"),
                (StandingPeriod, "learner_id"),
            ):
                _again(
                    model,
                    person,
                    id=None,
                    **{person: f"{person} + {shift}"},
                    establishment_id=f"CASE establishment_id {cases} END",
                )


@contextmanager
def _without_indexes(model: Any) -> Iterator[None]:
    """Take the indexes of ``model`` away while rows are written, and make them at once.

    On PostgreSQL, which takes services that are worth it.
    """
    if connection.vendor != "postgresql":
        yield
        return
    meta = model._meta
    indexes, rules = meta.indexes, meta.constraints
    with connection.schema_editor() as editor:
        for index in indexes:
            editor.remove_index(model, index)
        for rule in rules:
            editor.remove_constraint(model, rule)
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '1GB'")
    with connection.schema_editor() as editor:
        for index in indexes:
            editor.add_index(model, index)
        for rule in rules:
            editor.add_constraint(model, rule)


def _again(model: Any, person: str, **changed: str | None) -> None:
    """Insert the first rows of ``model`` once more, with some columns ``changed``.

    ``person`` is the column with the key of the person.
    """
    meta = model._meta
    names = [field.column for field in meta.fields]
    into = [name for name in names if changed.get(name, name) is not None]
    chosen = ", ".join(changed.get(name) or name for name in into)
    table = meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(into)}) "
            f"SELECT {chosen} FROM {table} WHERE {person} < {_APART}"
        )
