"""How many statements a second the store takes; measured, not asserted.

    python -m tests.benchmarks.bench_lrs

Makes a test database of the configured kind (``TEST_DATABASE_URL``), fills it and drops
it again.
"""

import os
import time

import django
from django.db import connection
from django.test.utils import setup_databases, teardown_databases

from tests.benchmarks import samples


def main() -> None:
    """Measure validation, storing by one and by fifty, and the usual questions."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "elearning.settings.test")
    django.setup()
    old = setup_databases(verbosity=0, interactive=False)
    try:
        _measure()
    finally:
        teardown_databases(old, verbosity=0)


def _measure() -> None:
    from elearning.lrs.spec import statement_schema as spec
    from elearning.lrs.statements import statement_lookup, statement_query
    from elearning.lrs.statements.statement_store import store_statements
    from tests.factories.lrs import AUTHORITY

    print(connection.vendor)
    sample = samples.statement(1)
    _report("checks", 20_000, _timed(lambda: spec.check_statement(sample), 20_000))
    numbers = iter(range(10**9))

    def single():
        return store_statements([samples.statement(next(numbers))], authority=AUTHORITY)

    _report("stored by one", 500, _timed(single, 500))

    def batch() -> None:
        store_statements(
            [samples.statement(next(numbers)) for _ in range(50)], authority=AUTHORITY
        )

    _report("stored by fifty", 20_000, _timed(batch, 400))
    for asked in samples.questions():
        query = statement_query.parse_query(asked)
        seconds = _timed(
            lambda query=query: statement_lookup.list_statements(query), 50
        )
        print(f"{seconds / 50 * 1000:9.2f} ms  {', '.join(asked)}")


def _timed(run, times: int) -> float:
    begun = time.perf_counter()
    for _ in range(times):
        run()
    return time.perf_counter() - begun


def _report(what: str, number: int, seconds: float) -> None:
    print(f"{number / seconds:9.0f} a second {what}")


if __name__ == "__main__":
    main()
