"""How many candidates an exam carries, over HTTP; measured, not asserted.

    python -m tests.benchmarks.bench_exam [--seconds 10] [--starts 500] [--within 60]
        [--marked 1000 10000] [--bank 5000]

On an empty database of the configured kind (``TEST_DATABASE_URL``, else SQLite), two
cores for server, clients and database together: attempts are started one by one, from a
bank of 60 questions and a large one; eight clients save answers for ``--seconds``, one
alone as well, and again while a new edition is released under 200 attempts; ``--starts``
candidates begin ``--within`` seconds; the clock ends and marks ``--marked`` attempts.
What was accepted is counted against what the database holds.
"""

import argparse
import http.client
import json
import random
import re
import statistics
import tempfile
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from tests.benchmarks.platforms import Platform, installed, kind

_WORKERS = 2
_CLIENTS = 8
_RUNNING = 200
_QUESTIONS = 20
_TOKEN = "t" * 32
_chance = random.Random()


class Candidate:
    """Somebody who sits an exam in one window, on a connection that stays open."""

    def __init__(self, port: int, enrolment: str, session: str) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._start = f"/kk/exams/{enrolment}/"
        self._cookies = f"sessionid={session}; csrftoken={_TOKEN}"
        self.place = ""
        self._choices: dict[str, list[str]] = {}
        # a window that takes over an attempt counts on from where the last one was
        self._sequence = int(time.time() * 100) % 10**9

    def start(self) -> int:
        """Begin; return the status, which is a redirect to the first question."""
        status, place = self._send("POST", self._start, {"hold": "bench"})
        self.place = urlsplit(place).path
        return status

    def save(self) -> int:
        """Answer some question anew, as the script of the page does."""
        self._sequence += 1
        query = urlencode({"q": _chance.randint(1, _QUESTIONS), "w": "bench"})
        answer = {"choice": self._choice(query), "sequence": self._sequence}
        return self._send("POST", f"{self.place}?{query}", answer)[0]

    def _choice(self, query: str) -> str:
        """Return the name of some choice of a question, read from its page once."""
        if query not in self._choices:
            self._connection.request(
                "GET", f"{self.place}?{query}", headers={"Cookie": self._cookies}
            )
            page = self._connection.getresponse().read().decode()
            self._choices[query] = re.findall(r'type="radio"[^>]* value="(\w+)"', page)
        return _chance.choice(self._choices[query])

    def _send(self, method: str, path: str, fields: dict) -> tuple[int, str]:
        body = urlencode(fields | {"csrfmiddlewaretoken": _TOKEN})
        self._connection.request(
            method,
            path,
            body,
            {
                "Cookie": self._cookies,
                "Accept": "application/json",
                "Content-Type": "application/x-www-form-urlencoded",
            },
        )
        response = self._connection.getresponse()
        response.read()
        return response.status, response.headers.get("Location", "")


def main() -> None:
    """Start, save, publish, start many, mark."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--starts", type=int, default=500)
    parser.add_argument("--within", type=float, default=60)
    parser.add_argument("--marked", type=int, nargs="*", default=[1000, 10_000])
    parser.add_argument("--bank", type=int, default=5000)
    wanted = parser.parse_args()
    print(kind(), flush=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        installed(Path(folder) / "exam") as platform,
    ):
        people = _made(platform, "B60", 60, _RUNNING + wanted.starts + 1)
        _made(platform, "BIG", wanted.bank, 0)
        for code, size in (("B60", 60), ("BIG", wanted.bank)):
            _report(
                f"start, bank of {size}, no server",
                _run(platform, "starting", code, 100),
            )
        with platform.served(_WORKERS) as port:
            _alone(port, people.pop(), wanted.seconds / 2)
            running, waiting = people[:_RUNNING], people[_RUNNING:]
            begun = [_begun(port, person) for person in running]
            _together(platform, port, begun[:_CLIENTS], wanted.seconds)
            _while_publishing(platform, port, begun, wanted.seconds)
            _crowd(port, waiting, wanted.within)
        for number in wanted.marked:
            marked, seconds = _run(platform, "marking", "B60", number)
            print(
                f"{marked / seconds:9.0f} a second of {marked} attempts marked",
                flush=True,
            )


def save_for(
    port: int, places: list[tuple[dict[str, str], str]], seconds: float
) -> list[tuple[float, float, int]]:
    """Save answers in turn for some seconds; return when, how long, with what status."""
    candidates = []
    for person, place in places:
        candidate = Candidate(port, **person)
        candidate.place = place
        candidates.append(candidate)
    end, said = time.perf_counter() + seconds, []
    while time.perf_counter() < end:
        candidate = candidates[len(said) % len(candidates)]
        begun = time.perf_counter()
        status = candidate.save()
        said.append((begun, time.perf_counter() - begun, status))
    return said


def _alone(port: int, person: dict[str, str], seconds: float) -> None:
    said = save_for(port, [_begun(port, person)], seconds)
    _report("save, one client", [took for _at, took, _status in said])


def _together(
    platform: Platform, port: int, begun: list, seconds: float
) -> list[tuple[float, float, int]]:
    """Let each client save for candidates of its own; count what came of it."""
    before, _sum = _run(platform, "asked", "B60")
    with ProcessPoolExecutor(_CLIENTS) as pool:
        shares = [begun[client::_CLIENTS] for client in range(_CLIENTS)]
        jobs = [pool.submit(save_for, port, share, seconds) for share in shares]
        said = [line for job in jobs for line in job.result()]
    accepted = sum(status == HTTPStatus.OK for _at, _took, status in said)
    stored = _run(platform, "asked", "B60")[0] - before
    refused = Counter(status for _at, _took, status in said if status != HTTPStatus.OK)
    print(
        f"{accepted / seconds:9.0f} saves a second by {_CLIENTS} clients in "
        f"{len(begun)} attempts: {accepted} accepted, {stored} stored, "
        f"refused {dict(refused) or 0}",
        flush=True,
    )
    _report("save, eight clients", [took for _at, took, _status in said])
    return said


def _while_publishing(
    platform: Platform, port: int, begun: list, seconds: float
) -> None:
    _count, before = _run(platform, "asked", "B60")
    with ThreadPoolExecutor(1) as pool:
        job = pool.submit(_publish, platform, seconds / 3)
        said = _together(platform, port, begun, seconds)
        since, until = job.result()
    inside = [took for at, took, _status in said if since <= at <= until]
    outside = [took for at, took, _status in said if not since <= at <= until]
    for when, took in (("before and after", outside), ("during", inside)):
        if len(took) > 1:
            _report(f"save, {when} a release", took)
    same = before == _run(platform, "asked", "B60")[1]
    print(f"          questions of running attempts {'un' if same else ''}changed")


def _publish(platform: Platform, after: float) -> tuple[float, float]:
    time.sleep(after)
    begun = time.perf_counter()
    _call(platform, "publish", "B60")
    return begun, time.perf_counter()


def _crowd(port: int, people: list[dict[str, str]], within: float) -> None:
    """Have everybody start at a moment of chance inside ``within`` seconds."""

    def start(person: dict[str, str]) -> tuple[float, int]:
        time.sleep(_chance.uniform(0, within))
        candidate, begun = Candidate(port, **person), time.perf_counter()
        status = candidate.start()
        return time.perf_counter() - begun, status

    with ThreadPoolExecutor(len(people) or 1) as pool:
        said = list(pool.map(start, people))
    failed = sum(status != HTTPStatus.FOUND for _took, status in said)
    _report(
        f"start, {len(people)} within {within:.0f} s, {failed} failed",
        [took for took, _ in said],
    )


def _begun(port: int, person: dict[str, str]) -> tuple[dict[str, str], str]:
    candidate = Candidate(port, **person)
    status = candidate.start()
    assert status == HTTPStatus.FOUND, status
    return person, candidate.place


def _made(
    platform: Platform, code: str, bank: int, number: int
) -> list[dict[str, str]]:
    return _run(platform, "exam", code, bank, number)


def _run(platform: Platform, name: str, *facts: object) -> list:
    return json.loads(_call(platform, name, *facts).splitlines()[-1])


def _call(platform: Platform, name: str, *facts: object) -> str:
    call = f"{name}({', '.join(map(repr, facts))})"
    script = f"from tests.benchmarks.candidates import {name}; {call}"
    return platform.manage("shell", "--no-imports", "-c", script)


def _report(what: str, seconds: list[float]) -> None:
    p50, p95 = (
        statistics.median(seconds) * 1000,
        statistics.quantiles(seconds, n=20)[-1] * 1000,
    )
    print(
        f"{p50:9.1f} ms half, {p95:.1f} ms 95 % of {len(seconds)}: {what}", flush=True
    )


if __name__ == "__main__":
    main()
