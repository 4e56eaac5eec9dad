"""How many statements a second the store takes; measured, not asserted.

    python -m tests.benchmarks.bench_lrs

Makes a test database of the configured kind (``TEST_DATABASE_URL``), fills it and drops
it again.
"""

import json
import os
import time

import django
from django.db import connection
from django.test.utils import setup_databases, teardown_databases

_LEARNERS = 500
_UNITS = 60


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
    from elearning.lrs import finding, queries
    from elearning.lrs.spec import statements as spec
    from elearning.lrs.storing import store
    from tests.factories.lrs import AUTHORITY

    print(connection.vendor)
    sample = _statement(1)
    _report("checks", 20_000, _timed(lambda: spec.check(sample), 20_000))
    numbers = iter(range(10**9))
    single = lambda: store([_statement(next(numbers))], authority=AUTHORITY)  # noqa: E731
    _report("stored by one", 500, _timed(single, 500))

    def batch() -> None:
        store([_statement(next(numbers)) for _ in range(50)], authority=AUTHORITY)

    _report("stored by fifty", 20_000, _timed(batch, 400))
    for asked in _questions():
        query = queries.parse(asked)
        seconds = _timed(lambda query=query: finding.page(query), 50)
        print(f"{seconds / 50 * 1000:9.2f} ms  {', '.join(asked)}")


def _statement(number: int) -> dict:
    base = "https://training.example/id"
    course = {"id": f"{base}/courses/C1", "objectType": "Activity"}
    titles = {"kk": "Сабақ атауы", "ru": "Название урока", "en": "Title of a lesson"}
    return {
        "actor": _actor(number),
        "verb": {
            "id": f"http://adlnet.gov/expapi/verbs/{('completed', 'answered')[number % 2]}",
            "display": {"kk": "аяқтады", "ru": "завершил(а)", "en": "completed"},
        },
        "object": {
            "id": f"{base}/units/{number % _UNITS}",
            "definition": {
                "name": titles,
                "type": "http://adlnet.gov/expapi/activities/lesson",
            },
        },
        "result": {"completion": True, "duration": "PT12M"},
        "context": {
            "registration": f"2a38ec95-02a9-4caa-a200-{number % _LEARNERS:012}",
            "contextActivities": {"parent": [course], "grouping": [course]},
            "language": "kk",
            "platform": "prison-staff-training",
        },
        "timestamp": "2026-03-02T04:00:00+00:00",
    }


def _actor(number: int) -> dict:
    name = f"{number % _LEARNERS:064}"
    return {"account": {"homePage": "https://training.example", "name": name}}


def _questions() -> list[dict[str, str]]:
    statement = _statement(1)
    agent = json.dumps(statement["actor"])
    verb = statement["verb"]["id"]
    return [
        {"limit": "50"},
        {"agent": agent},
        {"agent": agent, "verb": verb},
        {"activity": statement["object"]["id"], "limit": "50"},
        {"registration": statement["context"]["registration"]},
        {"verb": verb, "since": "2026-01-01T00:00:00Z", "ascending": "true"},
        {"agent": agent, "related_agents": "true", "limit": "50"},
    ]


def _timed(run, times: int) -> float:
    begun = time.perf_counter()
    for _ in range(times):
        run()
    return time.perf_counter() - begun


def _report(what: str, number: int, seconds: float) -> None:
    print(f"{number / seconds:9.0f} a second {what}")


if __name__ == "__main__":
    main()
