"""Do the same thing several times at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection

#: How many set off together, unless a test says otherwise.
THREADS = 6


def race(act, threads=THREADS):
    """Call ``act`` with 0, 1, 2 … in threads that set off together."""
    barrier = Barrier(threads)

    def run(number):
        try:
            barrier.wait()
            return act(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(run, range(threads)))
