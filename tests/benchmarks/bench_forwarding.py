"""How quickly one worker sends statements on to another store; measured, not asserted.

    python -m tests.benchmarks.bench_forwarding [--statements 3000]

Two platforms on databases of the configured kind (``TEST_DATABASE_URL``, else SQLite):
one has statements that wait for the other, and a worker of its own sends them.
"""

import argparse
import tempfile
from pathlib import Path

from tests.benchmarks import samples
from tests.benchmarks.platforms import Client, Platform, installed, kind

_SEND = """
from datetime import UTC, datetime
from time import perf_counter
from courses.records.forwarding import outbox_worker
begun = perf_counter()
while outbox_worker.send_due_statements(datetime.now(UTC)): pass
print(perf_counter() - begun)
"""


def main() -> None:
    """Fill the outbox, empty it and print the pace."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--statements", type=int, default=3000)
    wanted = parser.parse_args().statements
    print(kind(), flush=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        installed(Path(folder) / "sender") as sender,
        installed(Path(folder) / "receiver") as receiver,
        receiver.served(1) as port,
    ):
        _aim(sender, receiver, port)
        _fill(sender, wanted)
        seconds = float(sender.manage("shell", "--no-imports", "-c", _SEND).split()[-1])
        waiting, arrived = sender.count("Outbox"), receiver.count()
    print(
        f"{arrived / seconds:9.0f} statements a second sent on by one worker: "
        f"{wanted} stored, {arrived} arrived, {waiting} waiting"
    )


def _aim(sender: Platform, receiver: Platform, port: int) -> None:
    """Have everything that ``sender`` stores sent on to ``receiver`` as well."""
    key, word = receiver.credential()
    address = f"http://127.0.0.1:{port}/xapi/"
    script = (
        "from courses.records.forwarding import target_setup\n"
        f"target_setup.create_target('receiver', {address!r}, {key!r}, {word!r}, by=None)"
    )
    sender.manage("shell", "--no-imports", "-c", script)


def _fill(sender: Platform, wanted: int) -> None:
    key, secret = sender.credential()
    with sender.served(1) as port:
        store = Client(port, key, secret)
        for first in range(0, wanted, 500):
            batch = [samples.statement(first + place) for place in range(500)]
            store.send("POST", "statements", batch)


if __name__ == "__main__":
    main()
