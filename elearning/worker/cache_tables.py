"""Removal of expired rows from cache tables, which Django does only when they are full."""

from datetime import datetime

from django.core.cache import caches
from django.core.cache.backends.db import BaseDatabaseCache
from django.db import connection


def delete_expired_cache_entries(at: datetime) -> int:
    """Delete expired cache entries and return their number.

    A large table slows down every new entry, for which Django counts the rows.
    """
    tables = [
        cache._table  # type: ignore[attr-defined]  # noqa: SLF001 — no public name
        for cache in map(caches.__getitem__, caches.settings)
        if isinstance(cache, BaseDatabaseCache)
    ]
    removed = 0
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(
                f"DELETE FROM {connection.ops.quote_name(table)} WHERE expires < %s",  # noqa: S608 — a name from the settings
                [connection.ops.adapt_datetimefield_value(at)],
            )
            removed += cursor.rowcount
    return removed
