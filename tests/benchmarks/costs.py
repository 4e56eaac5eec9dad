"""What pages cost inside the process that makes them: queries and processor time.

Runs in the platform's own process: ``manage.py shell -c "from tests.benchmarks …"``.
"""

import json
from functools import partial
from time import process_time
from typing import Any

from django.conf import settings
from django.db import connection
from django.test import Client

_TIMES = 40


def count(pages: dict[str, tuple[str, str]]) -> None:
    """Print queries, milliseconds of work and bytes of each page, by its name, as JSON.

    ``pages`` has the path of each and the session that asks. The first look warms up.
    """
    found = {}
    for name, (path, session) in pages.items():
        client = Client(HTTP_HOST="localhost")
        if session:
            client.cookies[settings.SESSION_COOKIE_NAME] = session
        for _look in range(3):
            client.get(path)
        asked: list[str] = []
        with connection.execute_wrapper(partial(_note, asked)):
            answer = client.get(path)
        begun = process_time()
        for _look in range(_TIMES):
            client.get(path)
        took = (process_time() - begun) / _TIMES * 1000
        found[name] = (answer.status_code, len(asked), took, len(answer.content))
    print(json.dumps(found))


def _note(asked: list[str], execute: Any, sql: str, *rest: Any) -> Any:
    asked.append(sql)
    return execute(sql, *rest)
