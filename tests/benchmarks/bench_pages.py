"""What the twelve pages of a learner cost the server; measured, not asserted.

    python -m tests.benchmarks.bench_pages [--seconds 10] [--keep FOLDER]

On a demonstration in the database of ``DATABASE_URL`` (else SQLite): first queries and
processor time of each page, asked for in one process with all that stands before a view.
Then the server as in production, two workers on the cores that it shares with its database
and with eight clients, each in a process of its own, signed in as a learner of its own,
who ask for a lesson as quickly as they get it. A page of running text that nothing but
Wagtail serves (``tests.benchmarks.bare``) is asked for in the same way.
"""

import argparse
import http.client
import json
import statistics
import time
from concurrent.futures import ProcessPoolExecutor
from http import HTTPStatus
from itertools import chain
from pathlib import Path

from tests.benchmarks.platforms import Platform
from tests.browser import people
from tests.browser.demonstrations import demonstration
from tests.browser.pages.twelve import TWELVE, Journey

_CLIENTS = 8
_WORKERS = 2
_BARE = {"DJANGO_SETTINGS_MODULE": "tests.benchmarks.bare.settings"}


def main() -> None:
    """Count, then ask as often as the server answers."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--keep", type=Path)
    wanted = parser.parse_args()
    with demonstration(wanted.keep) as installed:
        journey = Journey(installed)
        asked = {
            place.title: (journey.address(place, "kk"), journey.session(place.who))
            for place in TWELVE
            if place.name != "exam-question"
        }
        platform = Platform(installed.environment)
        _tell(_count(platform, asked))
        readers = people.learners(installed, _CLIENTS, read=_CLIENTS)
        sessions = [one["session"] for one in readers]
        lesson, _session = asked["lesson"]
        for name, server, path in (
            ("the lesson", platform, lesson),
            (
                "a bare page of Wagtail",
                Platform(installed.environment | _BARE),
                "/kk/help/",
            ),
        ):
            with server.served(_WORKERS) as port:
                _report(f"{name}, one client", ask(port, path, sessions[0], 3), 3)
                with ProcessPoolExecutor(_CLIENTS) as pool:
                    jobs = [
                        pool.submit(ask, port, path, session, wanted.seconds)
                        for session in sessions
                    ]
                    took = list(chain.from_iterable(job.result() for job in jobs))
                _report(f"{name}, {_CLIENTS} clients", took, wanted.seconds)


def ask(port: int, path: str, session: str, seconds: float) -> list[float]:
    """Ask for ``path`` for some seconds, as a browser does; return how long each took."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {
        "Host": "localhost",
        "Cookie": f"sessionid={session}; django_language=kk",
        "Accept-Encoding": "gzip, deflate, br",
    }
    for _look in range(5):
        _get(connection, path, headers)
    took, end = [], time.perf_counter() + seconds
    while (begun := time.perf_counter()) < end:
        _get(connection, path, headers)
        took.append(time.perf_counter() - begun)
    return took


def _get(connection: http.client.HTTPConnection, path: str, headers: dict) -> None:
    connection.request("GET", path, headers=headers)
    response = connection.getresponse()
    response.read()
    assert response.status == HTTPStatus.OK, (path, response.status)


def _count(platform: Platform, asked: dict) -> dict[str, list]:
    script = f"from tests.benchmarks.costs import count; count({asked!r})"
    printed = platform.manage("shell", "--no-imports", "-c", script)
    found: dict[str, list] = json.loads(printed.splitlines()[-1])
    return found


def _tell(costs: dict[str, list]) -> None:
    print("| page | queries | work of the process | bytes of HTML |")
    print("|---|---|---|---|")
    for name, (status, queries, work, weight) in costs.items():
        assert status == HTTPStatus.OK, (name, status)
        print(f"| {name} | {queries} | {work:.1f} ms | {weight:,} |", flush=True)


def _report(what: str, took: list[float], seconds: float) -> None:
    half = statistics.median(took) * 1000
    most = statistics.quantiles(took, n=20)[-1] * 1000
    print(
        f"{len(took) / seconds:7.0f} a second, half within {half:.1f} ms, "
        f"95 % within {most:.1f} ms: {what}",
        flush=True,
    )


if __name__ == "__main__":
    main()
