"""Computation of ``X-Experience-API-Consistent-Through``.

A statement is stored at the moment in its key, and becomes visible when its transaction
commits. On PostgreSQL every writer holds a shared advisory lock until it commits, for
which nobody waits: everything stored before the oldest such transaction began has been
committed. SQLite has one writer at a time, which holds its lock from the start, so
everything up to the newest statement is visible; a writer gets some seconds to commit.
"""

from datetime import UTC, datetime, timedelta

from django.db import connection

from elearning.lrs import raw_sql, statement_keys

#: The advisory lock of writers: “xapi” in ASCII.
_LOCK = 0x78617069
_NEWEST = "SELECT max(id) FROM lrs_statement"
_LONGEST_WRITE = timedelta(seconds=5)
_OLDEST_WRITER = """
    SELECT min(activity.xact_start)
    FROM pg_locks AS lock JOIN pg_stat_activity AS activity USING (pid)
    WHERE lock.locktype = 'advisory' AND lock.classid = 0 AND lock.objid = %s
    AND lock.database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


def take_writer_lock() -> None:
    """Register this transaction as a writer of statements until it ends."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [_LOCK])


def compute_consistent_through() -> datetime:
    """Return a moment; everything stored by then is visible now."""
    now = datetime.now(UTC)
    if connection.vendor == "postgresql":
        ((oldest,),) = raw_sql.select_rows(_OLDEST_WRITER, [_LOCK])
        return min(now, oldest) if oldest else now
    ((newest,),) = raw_sql.select_rows(_NEWEST)
    settled = now - _LONGEST_WRITE
    return max(settled, statement_keys.decode_moment(newest)) if newest else settled


def compute_consistent_key() -> int:
    """Return a key; everything stored below it is visible now."""
    if connection.vendor == "postgresql":
        return statement_keys.compute_first_key(compute_consistent_through())
    ((newest,),) = raw_sql.select_rows(_NEWEST)
    return max(
        (newest or 0) + 1,
        statement_keys.compute_first_key(datetime.now(UTC) - _LONGEST_WRITE),
    )
