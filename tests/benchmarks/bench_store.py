"""How quick the store is over HTTP: four workers, eight clients; measured, not asserted.

    python -m tests.benchmarks.bench_store [--seconds 10] [--soak 60]
        [--statements 100000 1000000]

On an empty database of the configured kind (``TEST_DATABASE_URL``, else SQLite) eight
clients write over shared activities: by one and by a hundred, to see how quick the store
is, and mixed for ``--soak`` seconds, with every tenth batch sent twice, to see that nothing
is refused, lost or doubled. Every question of the specification is asked a hundred times
with so many ``--statements``: the first number before the soak, the others after it.
"""

import argparse
import itertools
import statistics
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlencode
from uuid import uuid4

from tests.benchmarks import samples
from tests.benchmarks.platforms import Client, Platform, installed, kind

_WORKERS = 4
_CLIENTS = 8
_BATCH = 100
_ASKED = 100


def main() -> None:
    """Write, count, fill and ask."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--soak", type=float, default=60)
    parser.add_argument("--statements", type=int, nargs="*", default=[100_000])
    wanted = parser.parse_args()
    print(kind(), flush=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        installed(Path(folder) / "store") as platform,
        platform.served(_WORKERS) as port,
    ):
        door = (port, *platform.credential())
        _write(platform, door, [1], wanted.seconds)
        _write(platform, door, [_BATCH], wanted.seconds)
        small, large = wanted.statements[:1], wanted.statements[1:]
        for number in small:
            _fill(platform, door, number)
            _ask(platform, door)
        _write(platform, door, [1, _BATCH], wanted.soak, twice=True)
        for number in large:
            _fill(platform, door, number)
            _ask(platform, door)


def write(
    door: tuple[int, str, str],
    client: int,
    sizes: list[int],
    seconds: float,
    twice: bool,  # noqa: FBT001 — a process is given its work by place
) -> tuple[int, int]:
    """Post batches for some seconds; return statements accepted and requests refused."""
    store = Client(*door)
    accepted = refused = 0
    number = client * 1_000_003
    end = time.perf_counter() + seconds
    for turn, size in enumerate(itertools.cycle(sizes)):
        if time.perf_counter() > end:
            break
        batch = [
            samples.statement(number + place) | {"id": str(uuid4())}
            for place in range(size)
        ]
        number += size
        statuses = {
            store.send("POST", "statements", batch)
            for _again in range(2 if twice and turn % 10 == 0 else 1)
        }
        accepted += size if statuses == {HTTPStatus.OK} else 0
        refused += statuses != {HTTPStatus.OK}
    return accepted, refused


def _write(
    platform: Platform,
    door: tuple[int, str, str],
    sizes: list[int],
    seconds: float,
    *,
    twice: bool = False,
) -> None:
    """Let the clients write batches of ``sizes`` and count what came of it."""
    before = platform.count()
    begun = time.perf_counter()
    with ProcessPoolExecutor(_CLIENTS) as clients:
        jobs = [
            clients.submit(write, door, client, sizes, seconds, twice)
            for client in range(_CLIENTS)
        ]
        said = [job.result() for job in jobs]
    took = time.perf_counter() - begun
    accepted = sum(number for number, _refused in said)
    refused = sum(number for _accepted, number in said)
    print(
        f"{accepted / took:9.0f} statements a second by {' and '.join(map(str, sizes))}"
        f" for {took:.0f} s: {accepted} accepted, {platform.count() - before} stored, "
        f"{refused} requests refused",
        flush=True,
    )


def _fill(platform: Platform, door: tuple[int, str, str], wanted: int) -> None:
    store = Client(*door)
    missing = wanted - platform.count()
    for first in range(0, max(missing, 0), 500):
        batch = [samples.statement(first + place) for place in range(500)]
        store.send("POST", "statements", batch)


def _ask(platform: Platform, door: tuple[int, str, str]) -> None:
    """Ask every question again and again and print the 95th percentile."""
    store = Client(*door)
    print(f"{platform.count():9} statements; p95 of {_ASKED}", flush=True)
    for asked in samples.questions():
        times = []
        for _time in range(_ASKED):
            begun = time.perf_counter()
            status = store.send("GET", f"statements?{urlencode(asked)}")
            times.append(time.perf_counter() - begun)
            assert status == HTTPStatus.OK
        p95 = statistics.quantiles(times, n=20)[-1] * 1000
        print(f"{p95:9.1f} ms  {', '.join(asked) or 'everything'}", flush=True)


if __name__ == "__main__":
    main()
