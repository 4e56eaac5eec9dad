"""Tables of caches, which Django clears of what has expired only when they are full."""

from datetime import datetime

from django.core.cache import caches
from django.core.cache.backends.db import BaseDatabaseCache
from django.db import connection


def delete_expired_cache_entries(at: datetime) -> int:
    """Delete the entries that nobody reads any more and return how many.

    Each new entry has the database count the table.
    """
    tables = [
        cache._table  # type: ignore[attr-defined]  # noqa: SLF001 — told nowhere else
        for cache in map(caches.__getitem__, caches.settings)
        if isinstance(cache, BaseDatabaseCache)
    ]
    removed = 0
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(
                f"DELETE FROM {connection.ops.quote_name(table)} WHERE expires < %s",  # noqa: S608 — a name of the settings
                [connection.ops.adapt_datetimefield_value(at)],
            )
            removed += cursor.rowcount
    return removed
